import {expect, test} from 'vitest';
import {claimCell} from '../../../sql/queries/claims.ts';
import {storeDraft} from '../../../sql/queries/drafts.ts';
import {publishLesson} from '../../../sql/queries/lessons.ts';
import {importRoadmaps} from '../../../sql/queries/roadmaps.ts';
import {siblingsOf} from '../../../sql/queries/siblings.ts';
import {testDatabase} from '../../support/postgres.ts';
import {givenLesson, givenRun, newDraft, publication, roadmap, step} from '../givens.ts';

const {sql} = await testDatabase();

async function publish(cellId: number, fingerprint: number[]): Promise<void> {
  const runId = await givenRun(sql, {workflowId: `cell ${cellId}`});
  const given = {cellId, claimedBy: `run:${runId}`, runId, requestId: `cell ${cellId}`};
  await claimCell(sql, {...given, leaseMs: 60_000, emulated: false});
  const {draftId} = await storeDraft(sql, newDraft(given));
  await publishLesson(sql, publication({...given, draftId, fingerprint}));
}

test('siblings are the live lessons of the same step in other cells, as far as Preheat wrote them', async () => {
  await importRoadmaps(sql, [
    roadmap('r', [step('Loops', {lessonCount: 2, styles: ['reading', 'video']}), step('Lists')]),
  ]);
  const cells = await sql<{cellId: number; name: string}[]>`
    select cell_id, step_title || ' ' || lesson_number || ' ' || style as name from preheat.cell
  `;
  const idOf = (name: string) => cells.find(cell => cell.name === name)!.cellId;
  const own = idOf('Loops 1 reading');
  await publish(own, [1]);
  await publish(idOf('Loops 2 reading'), [2, -3]);
  await publish(idOf('Lists 1 reading'), [4]);
  await givenLesson(sql, idOf('Loops 1 video'));
  await publish(idOf('Loops 2 video'), [5]);
  await sql`update preheat.lesson_version set state = 'parked' where cell_id = ${idOf('Loops 2 video')}`;

  expect(await siblingsOf(sql, own)).toEqual([{label: 'reading, lesson 2', fingerprint: [2, -3]}]);
});
