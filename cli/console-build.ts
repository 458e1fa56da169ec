import type {ConsoleFolder} from '../api/http/console.ts';
import {buildConsole} from '../dev/build-console.ts';

/**
 * Builds the console beside everything else that starts: lessons do not wait for it.
 *
 * @returns `folder` names it once it is built; `told` says why there is none, or null; `stop` ends it
 */
export function startConsoleBuild(): {
  folder: ConsoleFolder;
  told: Promise<string | null>;
  stop(): Promise<void>;
} {
  const stopping = new AbortController();
  let built: string | null = null;
  const told = buildConsole(() => {}, stopping.signal).then(
    folder => {
      built = folder;
      return null;
    },
    (error: unknown) =>
      `${error instanceof Error ? error.message : String(error)}\nThere is no console this time.`,
  );
  return {
    folder: () => built,
    told,
    async stop() {
      stopping.abort();
      await told;
    },
  };
}
