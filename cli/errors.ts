type Details = {message: string; hostname?: string; address?: string | string[]; port?: number | number[]};

/** Postgres and network codes that a wrong setting causes, with what to do about each. */
const HINTS: Record<string, (error: Details) => string> = {
  ECONNREFUSED: error => `Nothing answers at ${placeOf(error)}. Start it, or correct DATABASE_URL.`,
  ENOTFOUND: error => `The host ${error.hostname ?? placeOf(error)} is not known. Correct DATABASE_URL.`,
  CONNECT_TIMEOUT: error =>
    `Postgres did not answer in time at ${placeOf(error)}. Check DATABASE_URL and the network.`,
  '28P01': () => 'Postgres refuses the password. Correct DATABASE_URL.',
  '28000': () => 'Postgres refuses this user. Correct DATABASE_URL.',
  '3D000': error => `${error.message}. Create it, or correct DATABASE_URL.`,
  '42501': error => `${error.message}. Give the user of DATABASE_URL that right.`,
  '42P01': unmigrated,
  '42703': unmigrated,
  '42883': unmigrated,
  '3F000': unmigrated,
};

/** What a person reads when a command fails: what happened, where, and what to do. */
export function explain(error: unknown): string {
  // What came after it, while closing, would hide why all was closed.
  if (error instanceof SuppressedError) return explain(error.suppressed);
  if (!(error instanceof Error)) return String(error);
  const hint = 'code' in error && typeof error.code === 'string' ? HINTS[error.code] : undefined;
  return hint ? hint(error) : error.message || error.name;
}

/** A table, column, function or schema is not there: of an older Preheat, or of none. */
function unmigrated({message}: Details): string {
  return `${message}. Run \`preheat migrate\` first.`;
}

function placeOf({address, port}: Details): string {
  // With several addresses of a host, the driver gives lists.
  const place = `${[address].flat()[0] ?? ''}:${[port].flat()[0] ?? ''}`;
  return place === ':' ? 'the address in DATABASE_URL' : place;
}
