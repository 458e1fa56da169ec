import {randomInt} from 'node:crypto';
import {readFile, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';

/**
 * Chooses a port on 127.0.0.1: the configured one, else the one remembered from an earlier start if it is
 * still free, else any free one.
 *
 * @param wanted the configured port
 * @param setting the setting that configures it, named in the error
 * @param rememberedIn file that keeps the choice, so that a second start has the same address
 * @throws Error where the configured port is in use or may not be used
 */
export async function choosePort({
  wanted,
  setting,
  rememberedIn,
}: {
  wanted?: number | undefined;
  setting: string;
  rememberedIn?: string | undefined;
}): Promise<number> {
  if (wanted !== undefined) {
    const refusal = await tryPort(wanted);
    if (refusal) throw new Error(explain(wanted, setting, refusal));
    return wanted;
  }
  const remembered = rememberedIn && Number(await readFile(rememberedIn, 'utf8').catch(() => ''));
  const port = remembered && !(await tryPort(remembered)) ? remembered : await anyFreePort();
  if (rememberedIn) await writeFile(rememberedIn, `${port}\n`);
  return port;
}

/** Below the ranges from which systems take ports for outgoing connections, so that none takes ours meanwhile. */
async function anyFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 30_000);
    if (!(await tryPort(port))) return port;
  }
}

/** Listens for a moment; answers the error's code where that is refused. */
async function tryPort(port: number): Promise<string | undefined> {
  const server = createServer();
  return new Promise(resolve => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({port, host: '127.0.0.1', exclusive: true}, () => server.close(() => resolve(undefined)));
  });
}

function explain(port: number, setting: string, refusal: string): string {
  if (refusal === 'EADDRINUSE') {
    return (
      `Port ${port} on 127.0.0.1 is already in use (setting ${setting}). ` +
      `Stop the program that has it ("lsof -i :${port}" names it), set ${setting} to another port, or leave ${setting} out to get a free one.`
    );
  }
  return `Port ${port} on 127.0.0.1 cannot be used: ${refusal} (setting ${setting}). Set ${setting} to another port, or leave it out to get a free one.`;
}
