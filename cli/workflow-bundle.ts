import {bundleWorkflowCode, DefaultLogger} from '@temporalio/worker';
import {createHash} from 'node:crypto';
import {mkdir, readdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Git-ignored; an image for production holds it. */
const BUNDLES = join(ROOT, 'dist', 'workflows');

const ENTRY = join(ROOT, 'workflows', 'index.ts');

/** What a bundle is made of. The SDK's part is told by its version. */
const SOURCES = ['workflows', 'domain'];

/**
 * The workflows as they were bundled for exactly these sources and this SDK; null where there is no such bundle, so that
 * one of other sources is never used.
 *
 * @param folder where bundles are kept
 */
export async function findWorkflowBundle(folder = BUNDLES): Promise<{codePath: string} | null> {
  const codePath = join(folder, `${await sourcesHash()}.js`);
  const isThere = await stat(codePath).then(
    () => true,
    () => false,
  );
  return isThere ? {codePath} : null;
}

/** Bundles the workflows, removes bundles of other sources, and returns the new one's path. Safe to repeat. */
export async function buildWorkflowBundle(folder = BUNDLES): Promise<{codePath: string}> {
  // Before it is made: where a source changes meanwhile, the bundle is of no use, and not taken for one of the new sources.
  const name = `${await sourcesHash()}.js`;
  const {code} = await bundleWorkflowCode({workflowsPath: ENTRY, logger: new DefaultLogger('ERROR')});
  await mkdir(folder, {recursive: true});
  // Whole or not at all: a worker may start at any moment.
  const part = join(folder, `${name}.${process.pid}.part`);
  await writeFile(part, code);
  const codePath = join(folder, name);
  await rename(part, codePath);
  for (const other of await readdir(folder)) if (other !== name) await rm(join(folder, other), {force: true});
  return {codePath};
}

/** Of all files that a bundle may hold, by name and content, and of the SDK's version. */
export async function sourcesHash(root = ROOT): Promise<string> {
  const hash = createHash('sha256');
  const sdk = createRequire(import.meta.url)('@temporalio/workflow/package.json') as {version: string};
  hash.update(sdk.version);
  for (const folder of SOURCES) {
    const names = await readdir(join(root, folder), {recursive: true});
    for (const name of names.filter(file => file.endsWith('.ts')).toSorted()) {
      const text = await readFile(join(root, folder, name));
      // Lengths, so that text cannot pass from one file to the next unseen.
      hash.update(`\n${folder}/${name} ${text.length}\n`).update(text);
    }
  }
  return hash.digest('hex').slice(0, 32);
}
