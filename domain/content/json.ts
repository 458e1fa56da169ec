type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

export type JsonObject = {[key: string]: JsonValue};
