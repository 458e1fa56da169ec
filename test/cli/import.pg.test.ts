import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeEach, expect, onTestFinished, test, vi} from 'vitest';
import {importCommand} from '../../cli/commands/import.ts';
import {readConfig} from '../../config.ts';
import {archiveRoadmap} from '../../sql/queries/roadmap-archive.ts';
import {emptyTables} from '../sql/givens.ts';
import {testDatabase} from '../support/postgres.ts';

const {sql, url: databaseUrl} = await testDatabase();
const config = readConfig({DATABASE_URL: databaseUrl});

const said: string[] = [];
beforeEach(async () => {
  await emptyTables(sql);
  said.splice(0);
  vi.spyOn(console, 'log').mockImplementation((line: string) => {
    said.push(line);
  });
});

/** Imports this text, as a file. */
async function importText(text: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'preheat-import-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  await writeFile(join(folder, 'a.yaml'), text);
  await importCommand(config, [join(folder, 'a.yaml')]);
}

test('an import says what it did, and is audited as done at a terminal', async () => {
  await importText('title: Go\nsteps: [{title: One}]\n');

  expect(said).toEqual([
    'Roadmaps: 1 new, 0 changed, 0 as before.\nCells: 4 added, 0 back again, 0 archived (their lessons stay).',
  ]);
  expect(
    await sql`select actor, actor_role, action, after ->> 'roadmapKey' as key from preheat.audit_event`,
  ).toEqual([{actor: 'cli', actorRole: 'admin', action: 'import_roadmap', key: 'go'}]);
});

test('archived roadmaps are left as they are, and named', async () => {
  await importText('title: Go\nsteps: [{title: One}]\n');
  await archiveRoadmap(sql, {key: 'go', reason: null, actor: {id: 'ada', role: 'admin'}});
  await importText('title: Go\nsteps: [{title: Two}]\n');

  expect(said.at(-1)).toBe(
    'Archived, and left as they are until they are restored (`npx preheat roadmaps restore <key>`): go.',
  );
  expect(await sql`select title from preheat.archived_step`).toEqual([{title: 'One'}]);
});
