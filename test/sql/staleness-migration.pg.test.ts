import {readdir, readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {testDatabase} from '../support/postgres.ts';

const {sql} = await testDatabase({from: 'template1'});
const FOLDER = new URL('../../sql/migrations/', import.meta.url);

async function apply(isWanted: (file: string) => boolean): Promise<void> {
  for (const file of (await readdir(FOLDER)).toSorted().filter(isWanted)) {
    await sql.unsafe(await readFile(new URL(file, FOLDER), 'utf8'));
  }
}

test('lessons of before count as made from the present text, and runs of before keep their walk order', async () => {
  await sql`create schema preheat`;
  await apply(file => file < '000008');
  await sql`insert into preheat.roadmap (roadmap_key, title, description, category) values ('b', 'B', '', ''), ('a', 'A', '', '')`;
  await sql`
    insert into preheat.roadmap_step (roadmap_id, position, title, description, difficulty, lesson_count, styles)
    values (1, 1, 'One', 'First.', 'advanced', 1, '{reading}'), (2, 1, 'One', 'Second.', 'beginner', 1, '{reading}')
  `;
  await sql`insert into preheat.cell (step_title, lesson_number, style) values ('One', 1, 'reading'), ('Gone', 1, 'reading')`;
  await sql`
    insert into lessons_lessoncontent (
      roadmap_step_title, lesson_number, learning_style, content, title, description, estimated_duration, difficulty_level,
      generated_at, generation_prompt, ai_model_version, upvotes, downvotes, approval_status, view_count, completion_rate,
      average_quiz_score, cache_key, created_by, research_metadata, source_attribution, source_type)
    select 'One', 1, 'reading', '{}', '', '', 1, 'beginner', date '2025-12-31' + n, '', '', 0, 0, 'pending', 0, 0, 0, '', '', '{}', '{}', 'ai_only'
    from generate_series(1, 2) n
  `;
  await sql`
    insert into preheat.lesson_version (lesson_id, cell_id, state, origin)
    values (1, 1, 'live', 'preheat'), (2, 1, 'parked', 'adopted'), (9, 2, 'live', 'preheat')
  `;
  await sql`insert into preheat.run (workflow_id, kind, filter, model) values ('a', 'manual', '{}', ''), ('b', 'manual', '{}', '')`;
  await sql`
    insert into preheat.run_cell (run_id, cell_id, wanted_because)
    values (1, 2, 'missing'), (2, 2, 'missing'), (2, 1, 'missing')
  `;

  await apply(file => file.startsWith('000008'));

  expect(
    await sql`
      select lesson_id, step_digest = preheat.step_digest('First.', 'advanced') as is_present,
        generated_at = '2026-01-01' as is_dated, stale_text_since
      from preheat.lesson_version order by lesson_id
    `,
  ).toEqual([
    {lessonId: 1, isPresent: true, isDated: true, staleTextSince: null},
    {lessonId: 2, isPresent: null, isDated: false, staleTextSince: null},
    {lessonId: 9, isPresent: null, isDated: null, staleTextSince: null},
  ]);
  expect(await sql`select run_id, cell_id, position from preheat.run_cell order by run_id, position`).toEqual(
    [
      {runId: 1, cellId: 2, position: 1},
      {runId: 2, cellId: 1, position: 1},
      {runId: 2, cellId: 2, position: 2},
    ],
  );
});
