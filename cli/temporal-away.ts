import {CommandRefused} from '../api/console/commands.ts';

export const AWAY =
  'The Temporal server does not answer. `preheat doctor` says which one is meant; start it, then look again.';

/** gRPC's numbers: what it says of a server that is not there, or does not answer in time. */
const DEADLINE_EXCEEDED = 4;
const UNAVAILABLE = 14;

/** Whether the server was away, rather than refused something; the client wraps what gRPC says. */
export function isAway(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return [error, cause].some(
    one =>
      one instanceof Error && 'code' in one && (one.code === DEADLINE_EXCEEDED || one.code === UNAVAILABLE),
  );
}

/** For work that fails only where the server is away, as connecting to it does. */
export const away = (error: unknown): never => {
  throw new CommandRefused(AWAY, {cause: error});
};

/** @throws CommandRefused where the server went away meanwhile; else what the work throws */
export async function orAway<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (isAway(error)) return away(error);
    throw error;
  });
}
