import {accessSync, constants, existsSync} from 'node:fs';
import {chmod, mkdir, rename, rm, writeFile} from 'node:fs/promises';
import {delimiter, dirname, join} from 'node:path';
import {run} from './child-process.ts';

/** A program that is not in node_modules, and the ways to come by it. */
export type Executable = {
  /** As a person calls it, with its article. */
  label: string;
  /** The environment variable that holds a path to it. */
  variable: string;
  /** Its name on the PATH; without one, the PATH is not searched. */
  program?: string;
  /** Its place in the cache folder. */
  cached: {folder: string; file: string};
  /** Ways to get it, the first that works first. */
  ways: Way[];
};

/** `needs` are programs on the PATH; `get` makes the executable at a path in a folder of its own. */
type Way = {
  name: string;
  needs?: string[];
  get(file: string, env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<void>;
};

export type Found = {path: string; how: string};

/** An executable that is on this machine already. @throws Error where the variable names none */
export function locate(executable: Executable, env: NodeJS.ProcessEnv, cacheDir: string): Found | undefined {
  const {label, variable, program, cached} = executable;
  const configured = env[variable];
  if (configured) {
    if (isExecutable(configured)) return {path: configured, how: `set by ${variable}`};
    throw new Error(
      `${variable} is set to ${configured}, which is no executable file. Correct it, or unset it to look for ${label} elsewhere.`,
    );
  }
  const onPath = program && findOnPath(program, env);
  if (onPath) return {path: onPath, how: 'on the PATH'};
  const path = join(cacheDir, cached.folder, cached.file);
  return isExecutable(path) ? {path, how: 'in the cache folder'} : undefined;
}

/**
 * An executable: one that is on this machine, else one got into the cache folder by the first way that works.
 *
 * @param log hears what is being done and how long it took: a way may take minutes
 * @param signal says that nobody waits any more
 * @throws Error that lists all ways and why each did not work; the signal's reason
 */
export async function locateOrGet(
  executable: Executable,
  env: NodeJS.ProcessEnv,
  {
    cacheDir,
    log = () => {},
    signal,
  }: {cacheDir: string; log?: ((line: string) => void) | undefined; signal?: AbortSignal | undefined},
): Promise<Found> {
  const {label, variable, program, cached, ways} = executable;
  const found = locate(executable, env, cacheDir);
  if (found) return found;
  const folder = join(cacheDir, cached.folder);
  const reasons: string[] = [];
  for (const way of ways) {
    const missing = (way.needs ?? []).filter(name => !findOnPath(name, env));
    if (missing.length > 0) {
      reasons.push(`${way.name}: there is no "${missing.join('" and no "')}" on the PATH`);
      continue;
    }
    log(`Getting ${label}: ${way.name} …`);
    const startedMs = Date.now();
    const passed = () => duration(Date.now() - startedMs);
    const reminder = setInterval(() => log(`… still at it after ${passed()}.`), 60_000);
    const part = `${folder}.part-${process.pid}`;
    try {
      await mkdir(part, {recursive: true});
      await way.get(join(part, cached.file), env, signal);
      await moveInto(part, folder, cached.file);
      log(`Got ${label} in ${passed()}; it is kept in ${folder}.`);
      return {path: join(folder, cached.file), how: way.name};
    } catch (error) {
      signal?.throwIfAborted();
      const reason = `${way.name}: ${explain(error).trim()}`;
      reasons.push(reason);
      // A compiler says a lot. Where no other way works either, the error at the end holds all of it.
      log(`Did not work after ${passed()}: ${reason.split('\n', 1)[0]}`);
    } finally {
      clearInterval(reminder);
      // What cannot be removed must not hide why the way failed.
      await rm(part, {recursive: true, force: true}).catch(() => {});
    }
  }
  const byHand = program
    ? `put "${program}" on the PATH or its path into ${variable}`
    : `put its path into ${variable}`;
  throw new Error(
    `Preheat needs ${label} and found no way to get it.\n` +
      reasons.map(reason => `  - ${reason.replaceAll('\n', '\n    ')}\n`).join('') +
      `Make one of these work and try again, or ${byHand}.`,
  );
}

/**
 * Downloads a program of Temporal's, from where its SDKs download theirs.
 *
 * @param tool its name and version there, as in `cli/v1.5.1`
 * @param file where to put it
 */
export async function downloadFromTemporal(
  tool: string,
  file: string,
  {site = 'https://temporal.download', signal}: {site?: string; signal?: AbortSignal | undefined} = {},
): Promise<void> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  // Without a network nothing may answer at all; the archive itself (some 50 MB) may take its time.
  const answer = await fetchOk(`${site}/${tool}?platform=${platform}&arch=${arch}`, 15_000, signal);
  const {archiveUrl, fileToExtract} = (await answer.json()) as {archiveUrl: string; fileToExtract: string};
  const archive = await fetchOk(archiveUrl, 600_000, signal);
  const folder = `${file}.unpacked`;
  await mkdir(folder);
  await writeFile(join(folder, 'archive'), Buffer.from(await archive.arrayBuffer()));
  await run('tar', ['-xf', 'archive', fileToExtract], {cwd: folder});
  await rename(join(folder, fileToExtract), file);
  await chmod(file, 0o755);
  await rm(folder, {recursive: true});
}

async function fetchOk(url: string, timeoutMs: number, signal?: AbortSignal): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, {signal: signal ? AbortSignal.any([signal, timeout]) : timeout});
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

/** The whole folder appears at once; where another start was faster, its one is kept. */
async function moveInto(part: string, folder: string, file: string): Promise<void> {
  if (!isExecutable(join(part, file))) throw new Error(`it made no executable ${file}`);
  if (existsSync(folder) && !isExecutable(join(folder, file))) await rm(folder, {recursive: true});
  await mkdir(dirname(folder), {recursive: true});
  await rename(part, folder).catch(error => {
    if (!isExecutable(join(folder, file))) throw error;
  });
}

function findOnPath(program: string, env: NodeJS.ProcessEnv): string | undefined {
  const file = process.platform === 'win32' ? `${program}.exe` : program;
  return (env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map(folder => join(folder, file))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `fetch` hides why it failed in `cause`. */
function explain(error: unknown): string {
  const {message, cause} = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
