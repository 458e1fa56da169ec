import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {buildWorkflowBundle, findWorkflowBundle, sourcesHash} from '../../cli/workflow-bundle.ts';

const folder = await mkdtemp(join(tmpdir(), 'preheat-bundle-'));
afterAll(() => rm(folder, {recursive: true}));

test('a bundle of these sources is found; one of others is not, and is removed by the next', async () => {
  const bundles = join(folder, 'bundles');
  expect(await findWorkflowBundle(bundles)).toBeNull();
  await mkdir(bundles);
  await writeFile(join(bundles, '0123456789abcdef0123456789abcdef.js'), 'of other sources');
  expect(await findWorkflowBundle(bundles)).toBeNull();

  const {codePath} = await buildWorkflowBundle(bundles);
  expect(await readFile(codePath, 'utf8')).toContain('warmUp');
  expect(await findWorkflowBundle(bundles)).toEqual({codePath});
  expect(await readdir(bundles)).toEqual([basename(codePath)]);
}, 120_000);

test('the name changes with a file’s content, name and place, and with nothing else', async () => {
  const root = join(folder, 'sources');
  const write = async (files: Record<string, string>) => {
    await rm(root, {recursive: true, force: true});
    for (const part of ['workflows', 'domain/checks', 'sql'])
      await mkdir(join(root, part), {recursive: true});
    for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
    return sourcesHash(root);
  };
  const files = {'workflows/a.ts': 'A', 'domain/checks/b.ts': 'B', 'sql/c.ts': 'C'};
  const hash = await write(files);

  expect(await write({...files, 'sql/c.ts': 'D', 'domain/notes.md': 'N'})).toBe(hash);
  for (const changed of [
    {...files, 'workflows/a.ts': 'B'},
    {...files, 'domain/checks/b.ts': 'A'},
    {...files, 'domain/d.ts': ''},
    {'workflows/a.ts': 'A', 'domain/b.ts': 'B'},
  ]) {
    expect(await write(changed)).not.toBe(hash);
  }
});
