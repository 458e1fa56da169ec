export type Route =
  | {kind: 'method'; version: string; model: string; method: string}
  | {kind: 'models'; version: string}
  | {kind: 'model'; version: string; model: string}
  | {kind: 'admin'; name: string}
  | {kind: 'unknown'};

const METHOD = /^\/(v1beta|v1)\/models\/([^/:]+):([A-Za-z]+)$/;
const MODELS = /^\/(v1beta|v1)\/models$/;
const MODEL = /^\/(v1beta|v1)\/models\/([^/:]+)$/;
const ADMIN = /^\/emulator(?:\/([a-z]*))?$/;

/** What a request is for. Batches and files will have routes of their own here. */
export function findRoute(httpMethod: string, pathname: string): Route {
  const admin = ADMIN.exec(pathname);
  if (admin) return {kind: 'admin', name: `${httpMethod} ${admin[1] ?? ''}`};
  if (httpMethod === 'POST') {
    const [, version = '', model = '', method = ''] = METHOD.exec(pathname) ?? [];
    return version === '' ? {kind: 'unknown'} : {kind: 'method', version, model: decoded(model), method};
  }
  if (httpMethod !== 'GET') return {kind: 'unknown'};
  const [, listVersion] = MODELS.exec(pathname) ?? [];
  if (listVersion !== undefined) return {kind: 'models', version: listVersion};
  const [, version, model] = MODEL.exec(pathname) ?? [];
  return version === undefined || model === undefined
    ? {kind: 'unknown'}
    : {kind: 'model', version, model: decoded(model)};
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
