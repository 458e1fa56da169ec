import type {Pool} from '../../sql/client.ts';
import {countCoverage} from '../../sql/queries/coverage.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {roadmap, step} from '../sql/givens.ts';

const ALL = ['hands_on', 'video', 'reading', 'mixed'] as const;

/**
 * Three roadmaps with 10 cells. Python: Loops in all styles (1 to 4), and Lists, two lessons in video and reading (5 to
 * 8); Rust: Maps (9); Go: Channels (10).
 */
export async function givenRoadmaps(pool: Pool): Promise<void> {
  await importRoadmaps(pool, [
    roadmap('python', [
      step('Loops', {styles: [...ALL]}),
      step('Lists', {styles: ['video', 'reading'], lessonCount: 2}),
    ]),
    roadmap('rust', [step('Maps')]),
    roadmap('go', [step('Channels')]),
  ]);
}

/** Counts the coverage; what was counted before becomes that of the day before. */
export async function givenCount(pool: Pool): Promise<void> {
  const day = pool`interval '1 day'`;
  await pool`update preheat.coverage_moment set counted_at = counted_at - ${day}`;
  await pool`update preheat.coverage_cell set since = since - ${day}`;
  await pool`update preheat.coverage_past set since = since - ${day}, until = until - ${day}`;
  await pool`update preheat.coverage_span set since = since - ${day}`;
  await pool`update preheat.coverage_day set day = day - 1`;
  await pool`update preheat.coverage_refresh set counted_at = counted_at - ${day}`;
  await countCoverage(pool, {emulated: false, maxAgeMs: 0});
}
