import type {Pool} from '../sql/client.ts';

const CELL_COUNT = 1_000_000;

/**
 * A million cells (or fewer) of one roadmap (or several of one length), all served by lessons of Preheat's but the first
 * `missingCount`.
 */
export async function millionCells(
  pool: Pool,
  {
    missingCount,
    cellCount = CELL_COUNT,
    roadmapCount = 1,
  }: {missingCount: number; cellCount?: number; roadmapCount?: number},
): Promise<void> {
  await pool`
    insert into preheat.cell (step_title, lesson_number, style)
    select 'Step ' || n, 1, style from generate_series(1, ${cellCount / 4}::int) n, unnest(array['hands_on', 'video', 'reading', 'mixed']) style
  `;
  await pool`
    insert into preheat.roadmap (roadmap_key, title, description, category)
    select case n when 1 then 'bench' else 'bench-' || n end, 'Bench ' || n, '', '' from generate_series(1, ${roadmapCount}::int) n
  `;
  await pool`
    insert into preheat.roadmap_step (roadmap_id, position, title, description, difficulty, lesson_count, styles)
    select 1 + (n - 1) * ${roadmapCount}::bigint / ${cellCount / 4}::int, n, 'Step ' || n, '', 'beginner', 1, array['hands_on', 'video', 'reading', 'mixed'] from generate_series(1, ${cellCount / 4}::int) n
  `;
  await pool`
    insert into lessons_lessoncontent (
      roadmap_step_title, lesson_number, learning_style, content, title, description, estimated_duration, difficulty_level,
      generated_at, generation_prompt, ai_model_version, upvotes, downvotes, approval_status, view_count, completion_rate,
      average_quiz_score, cache_key, created_by, research_metadata, source_attribution, source_type)
    select step_title, lesson_number, style, '{"content": "A lesson."}', step_title, '', 30, 'beginner', now(), '', 'bench', 0, 0, 'pending', 0, 0, 0,
      cache_key, 'gemini-ai', '{"generator": "preheat"}', '{}', 'ai_only'
    from preheat.cell where cell_id > ${missingCount}
  `;
  await addVersions(pool);
  await pool`vacuum analyze`;
}

/** What Preheat knows of each lesson, as if it had published them all. */
async function addVersions(pool: Pool): Promise<void> {
  await pool`
    insert into preheat.lesson_version (
      lesson_id, cell_id, state, live_since, origin, request_id, prompt_version, model, fingerprint, generated_at, step_digest
    )
    select l.id, c.cell_id, 'live', now(), 'preheat', 'bench:' || l.id, '2026-11-24.2', 'bench', array_fill(1, array[64]), now(),
      preheat.step_digest('', 'beginner')
    from lessons_lessoncontent l join preheat.cell c using (cache_key)
  `;
}
