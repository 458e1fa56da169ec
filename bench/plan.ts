import {CELL_STATES} from '../domain/cells.ts';
import {plan} from '../sql/queries/cells.ts';
import {openRun} from '../sql/queries/runs.ts';
import {benchDatabase, report, say, seconds} from './stack.ts';

const CELL_COUNT = 1_000_000;
const MISSING_COUNT = 1_000;
const ROUNDS = 5;

/** Planning over a million cells, beside the bare anti-join. */
export async function benchPlan(): Promise<void> {
  say(
    `\nPlan over ${CELL_COUNT.toLocaleString('en-US')} cells with ${MISSING_COUNT.toLocaleString('en-US')} missing`,
  );
  await using stack = new AsyncDisposableStack();
  const {pool} = await benchDatabase(stack);
  await pool`
    insert into preheat.cell (step_title, lesson_number, style)
    select 'Step ' || n, 1, style from generate_series(1, ${CELL_COUNT / 4}::int) n, unnest(array['hands_on', 'video', 'reading', 'mixed']) style
  `;
  await pool`insert into preheat.roadmap (roadmap_key, title, description, category) values ('bench', 'Bench', '', '')`;
  await pool`
    insert into preheat.roadmap_step (roadmap_id, position, title, description, difficulty, lesson_count, styles)
    select 1, n, 'Step ' || n, '', 'beginner', 1, array['hands_on', 'video', 'reading', 'mixed'] from generate_series(1, ${CELL_COUNT / 4}::int) n
  `;
  await pool`
    insert into lessons_lessoncontent (
      roadmap_step_title, lesson_number, learning_style, content, title, description, estimated_duration, difficulty_level,
      generated_at, generation_prompt, ai_model_version, upvotes, downvotes, approval_status, view_count, completion_rate,
      average_quiz_score, cache_key, created_by, research_metadata, source_attribution, source_type)
    select step_title, lesson_number, style, '{"content": "A lesson."}', step_title, '', 30, 'beginner', now(), '', 'bench', 0, 0, 'pending', 0, 0, 0,
      cache_key, 'gemini-ai', '{"generator": "preheat"}', '{}', 'ai_only'
    from preheat.cell where cell_id > ${MISSING_COUNT}
  `;
  await pool`vacuum analyze`;
  const filter = {only: CELL_STATES.slice(1)};
  const bare = await median(
    () => pool`
      select count(*) from preheat.cell c
      where archived_at is null and not exists (select from lessons_lessoncontent l where l.cache_key = c.cache_key)
    `,
  );
  const whole = await median(() => plan(pool, {emulated: false, filter}));
  report('bare anti-join, median', `${bare.toFixed(2)} s`);
  report('plan (totals, and by roadmap), median', `${whole.toFixed(2)} s`);
  report('plan beside the bare anti-join', `${(whole / bare).toFixed(2)} x`, '<= 1.5 x');
  const start = performance.now();
  const run = {
    workflowId: 'bench',
    kind: 'manual',
    filter: {},
    model: 'bench',
    maxUsd: null,
    emulated: false,
  } as const;
  const {wantedCount} = await openRun(pool, run);
  report(`opening a run of ${wantedCount} cells`, `${seconds(start).toFixed(2)} s`);
}

async function median(work: () => PromiseLike<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await work();
    times.push(seconds(start));
  }
  return times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}
