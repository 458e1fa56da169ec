/** A response schema as the emulator walks it: both dialects end here, with the type's case and unions settled. */
export type SchemaNode = {nullable: boolean} & (
  | {kind: 'object'; properties: readonly Property[]}
  | {kind: 'array'; item: SchemaNode; tuple: readonly SchemaNode[]; count: Count}
  | {kind: 'string'; options: readonly string[] | null; format: string; minLength: number; maxLength: number}
  | {kind: 'integer' | 'number'; min: number | null; max: number | null; options: readonly number[] | null}
  | {kind: 'boolean'}
  | {kind: 'null'}
  | {kind: 'any_of'; choices: readonly SchemaNode[]}
  /** A recursive reference: looked up when it is reached. */
  | {kind: 'reference'; target: () => SchemaNode}
);

/** `name` is as asked for; `key` is in snake_case, by which material is found. */
export type Property = {name: string; key: string; required: boolean; node: SchemaNode};

/** How many items an array may have, by its bounds or, failing these, by its description. */
export type Count = {min: number; max: number};
