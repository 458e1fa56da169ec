import {spawn} from 'node:child_process';
import {createHash, randomUUID} from 'node:crypto';
import {existsSync} from 'node:fs';
import {glob, mkdir, readdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {brotliCompress, constants, gzip} from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'console', 'dist');
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');

/** Builds of other states of the sources that are kept: another server may be serving one. */
const KEPT_BUILDS = 4;

/** The folder with the console as its sources are now; null where it is not built. */
export async function builtConsole(): Promise<string | null> {
  const folder = join(dist, await digestOfSources());
  return existsSync(join(folder, 'index.html')) ? folder : null;
}

/**
 * Builds the console unless it is built as its sources are now. Several processes may do so at once.
 *
 * @param signal ends it before it is done
 * @returns the folder to be served
 * @throws Error with what Vite said
 */
export async function buildConsole(log: (line: string) => void, signal?: AbortSignal): Promise<string> {
  const built = await builtConsole();
  if (built !== null) return built;
  const startedMs = Date.now();
  const digest = await digestOfSources();
  const making = join(dist, `making-${randomUUID()}`);
  await mkdir(dist, {recursive: true});
  try {
    await runVite(making, signal);
    await compress(making);
  } catch (error) {
    await rm(making, {recursive: true, force: true});
    throw error;
  }
  const folder = join(dist, digest);
  await rename(making, folder).catch(async (error: unknown) => {
    // Somebody else was faster.
    await rm(making, {recursive: true, force: true});
    if (!existsSync(join(folder, 'index.html'))) throw error;
  });
  await removeOldBuilds(digest);
  log(`Built the console in ${Math.round((Date.now() - startedMs) / 1000)} s.`);
  return folder;
}

async function digestOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const files: string[] = [];
  const isOut = (name: string): boolean => name === 'dist';
  for await (const entry of glob('console/**/*', {
    cwd: root,
    withFileTypes: true,
    exclude: ({name}) => isOut(name),
  }))
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name));
  // What it takes from elsewhere: rules of the domain, the types of the API, the versions of its packages.
  for await (const name of glob(['domain/**/*.ts', 'api/schema.graphql', 'package-lock.json'], {cwd: root}))
    files.push(join(root, name));
  for (const file of files.toSorted())
    hash
      .update(file.slice(root.length))
      .update('\0')
      .update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

/** In a process of its own: its memory and its event loop are not the server's. */
async function runVite(outDir: string, signal: AbortSignal | undefined): Promise<void> {
  const args = [vite, 'build', 'console', '--config', join('console', 'vite.config.ts'), '--outDir', outDir];
  const child = spawn(process.execPath, [...args, '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && {signal}),
    env: {...process.env, NODE_ENV: 'production'},
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (said += String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (code !== 0)
    throw new Error(`The console could not be built (vite build ended with ${code}):\n${said.trim()}`);
}

/** Beside each file that shrinks its packed forms: a server picks what the browser takes. */
async function compress(folder: string): Promise<void> {
  const files = await readdir(folder, {recursive: true});
  await Promise.all(
    files
      .filter(name => /\.(js|css|html|svg|json)$/.test(name))
      .map(async name => {
        const content = await readFile(join(folder, name));
        const params = {[constants.BROTLI_PARAM_QUALITY]: 9};
        await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(content, {params}));
        await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(content));
      }),
  );
}

async function removeOldBuilds(present: string): Promise<void> {
  const names = (await readdir(dist)).filter(name => /^[0-9a-f]{16}$/.test(name) && name !== present);
  const ages = await Promise.all(
    // Gone where another build removes it at the same time.
    names.map(async name => ({name, madeMs: (await stat(join(dist, name)).catch(() => null))?.mtimeMs ?? 0})),
  );
  const old = ages.toSorted((a, b) => b.madeMs - a.madeMs).slice(KEPT_BUILDS);
  for (const {name} of old) await rm(join(dist, name), {recursive: true, force: true});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(await buildConsole(line => console.log(line)));
}
