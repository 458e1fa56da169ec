import {randomBytes} from 'node:crypto';
import {existsSync} from 'node:fs';
import {chown, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {
  endWithThisProcess,
  findProcess,
  readPidFile,
  run,
  stopProcess,
  writePidFile,
} from './child-process.ts';
import {choosePort} from './ports.ts';
import {serverFolder, serverPrograms, type ServerUser, serverUser} from './postgres-binaries.ts';

/** A running server. `url` is that of its database `preheat`, as a superuser. */
export type Postgres = {url: string; port: number; stop(): Promise<void>};

/** Unsafe when the machine crashes, and much faster: for tests. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Ends the sessions of whoever is still connected, and writes everything down. */
const FAST_SHUTDOWN = 'SIGINT';

/**
 * Starts PostgreSQL on a folder, on 127.0.0.1 only; makes the database at the first start. A server that an
 * earlier, killed start left behind on the folder is stopped first.
 *
 * The server is in a session of its own: Ctrl-C in the terminal does not reach it before `stop()` does. It ends with
 * this process where nobody stopped it.
 *
 * @param dir the folder for everything the server keeps; as root it may be replaced by one below /var/lib
 * @param port default: the port of the last start if it is still free, else any free one
 * @param fast does not sync to disk: for tests
 * @param log hears what takes time or is done differently than expected
 * @throws Error where the port is in use, the system has no such server, or the server does not start
 */
export async function startPostgres({
  dir,
  port: wantedPort,
  fast = false,
  log = () => {},
}: {
  dir: string;
  port?: number | undefined;
  fast?: boolean;
  log?: (line: string) => void;
}): Promise<Postgres> {
  const user = await serverUser(log);
  const bin = await serverPrograms(user, log);
  const home = await serverFolder(resolve(dir), user, log);
  const data = join(home, 'data');
  const logFile = join(home, 'log');
  const options = {...user, cwd: home, env: {PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC'}};

  if (!existsSync(data)) await makeDatabase({bin, home, data, user, fast, options});
  await stopLeftOver(home, log);
  const port = await choosePort({
    wanted: wantedPort,
    setting: 'PREHEAT_POSTGRES_PORT',
    rememberedIn: join(home, 'port'),
  });
  await rm(join(home, 'pid'), {force: true});
  if (existsSync(logFile)) await rename(logFile, `${logFile}.previous`);
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...(fast ? FAST : [])];
  const serverArgs = [`-p ${port}`, ...settings.map(setting => `-c ${setting}`)].join(' ');
  await run(
    join(bin, 'pg_ctl'),
    ['start', '-w', '-t', '120', '-D', data, '-l', logFile, '-o', serverArgs],
    options,
  ).catch(async error => {
    throw new Error(
      `PostgreSQL did not start on ${data}:\n${await readFile(logFile, 'utf8').catch(() => '')}`.trimEnd() +
        `\nIf the data cannot be saved, move ${home} away to begin with an empty database.`,
      {cause: error},
    );
  });
  const pid = await postmasterPid(data);
  await writePidFile(join(home, 'pid'), pid);
  const forget = endWithThisProcess(pid, FAST_SHUTDOWN);
  const password = (await readFile(join(home, 'password'), 'utf8')).trim();
  let stopped: Promise<void> | undefined;
  return {
    url: `postgresql://preheat:${password}@127.0.0.1:${port}/preheat`,
    port,
    stop: () => (stopped ??= stopServer()),
  };

  async function stopServer(): Promise<void> {
    if ((await serverPid(home)) !== undefined)
      await run(join(bin, 'pg_ctl'), ['stop', '-m', 'fast', '-w', '-t', '60', '-D', data], options);
    forget();
  }
}

/** Complete or not at all: a start that is killed half-way leaves no folder that looks like a database. */
async function makeDatabase({
  bin,
  home,
  data,
  user,
  fast,
  options,
}: {
  bin: string;
  home: string;
  data: string;
  user: ServerUser;
  fast: boolean;
  options: {cwd: string; env: NodeJS.ProcessEnv};
}): Promise<void> {
  const part = `${data}.part`;
  await rm(part, {recursive: true, force: true});
  const passwordFile = join(home, 'password');
  await writeFile(passwordFile, `${randomBytes(18).toString('base64url')}\n`, {mode: 0o600});
  if (user.uid !== undefined && user.gid !== undefined) await chown(passwordFile, user.uid, user.gid);
  // The built-in C.UTF-8 sorts and folds case alike on every system; a system's own locales do not.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const access = ['--username=preheat', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const sync = fast ? ['--no-sync'] : [];
  await run(join(bin, 'initdb'), [`--pgdata=${part}`, ...locale, ...access, ...sync], options);
  await run(join(bin, 'postgres'), ['--single', '-D', part, 'postgres'], {
    ...options,
    input: 'create database preheat\n',
  });
  await rename(part, data);
}

/** Stops a server that outlived its start, and removes the mark of one that did not. */
async function stopLeftOver(home: string, log: (line: string) => void): Promise<void> {
  const pid = await serverPid(home);
  if (pid === undefined) {
    await rm(join(home, 'data', 'postmaster.pid'), {force: true});
    return;
  }
  log(`Stopping the PostgreSQL that an earlier start left running (process ${pid}).`);
  process.kill(pid, FAST_SHUTDOWN);
  await stopProcess(pid);
}

/**
 * The pid of the server that runs on the folder, if one does. Its own file names a process without saying since when it
 * runs: after a crash of the machine another server may have that number.
 */
async function serverPid(home: string): Promise<number | undefined> {
  const noted = join(home, 'pid');
  if (existsSync(noted)) return readPidFile(noted);
  // Killed between its start and the note.
  const pid = await postmasterPid(join(home, 'data'));
  return findProcess(pid)?.command.endsWith('postgres') ? pid : undefined;
}

/** NaN where there is none. */
async function postmasterPid(data: string): Promise<number> {
  return Number.parseInt(await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => ''), 10);
}
