import pLimit from 'p-limit';
import type {Model} from '../activities/model.ts';
import {checkDraft} from '../domain/checks/index.ts';
import {wireSchema} from '../domain/content/index.ts';
import type {LessonRequest} from '../domain/lesson-request.ts';
import {lessonPrompt} from '../domain/prompts/index.ts';
import type {Pool} from '../sql/client.ts';
import {seconds} from './stack.ts';

/** The same calls, checks and inserts with nothing else: what durability costs. */
export async function plainRate(pool: Pool, model: Model, count: number): Promise<number> {
  const cells = await pool<LessonRequest[]>`
    select distinct on (cell_id) c.step_title, c.lesson_number, c.style, s.description as step_description, s.difficulty,
      s.lesson_count, r.title as roadmap_title, r.category
    from preheat.cell c join preheat.roadmap_step s on s.title = c.step_title join preheat.roadmap r using (roadmap_id)
    order by cell_id limit ${count}
  `;
  await pool`create table bench_lesson (title text, content jsonb)`;
  const limit = pLimit(32);
  const start = performance.now();
  await Promise.all(
    cells.map(cell =>
      limit(async () => {
        const answer = await model.gemini.generate({
          ...lessonPrompt(cell),
          schema: wireSchema(cell.style),
          videoUrl: null,
          maxOutputTokens: model.maxOutputTokens,
          temperature: null,
          signal: new AbortController().signal,
        });
        if (answer.kind !== 'drafted') throw new Error(`the emulator answered ${answer.kind}`);
        const {lesson} = checkDraft({...answer, request: cell});
        if (!lesson) throw new Error('a draft failed its checks');
        await pool`insert into bench_lesson values (${lesson.title}, ${pool.json(lesson.content)})`;
      }),
    ),
  );
  return count / seconds(start);
}
