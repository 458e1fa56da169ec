import {DEFAULT_VARIANTS, type KeyVariant} from '../../domain/cells.ts';
import type {Lesson} from '../../domain/content/index.ts';
import type {JsonObject} from '../../domain/content/json.ts';
import type {Finding} from '../../domain/findings.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import {stepWordsOf} from '../../domain/staleness.ts';
import type {Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';
import {jsonText} from './json-text.ts';
import {EMULATOR_AUTHOR, MADE_BY_PREHEAT} from './servable.ts';

export {EMULATOR_AUTHOR, servable} from './servable.ts';

/** `created_by` of the model's lessons, the value that the reader's application writes itself. */
const MODEL_AUTHOR = 'gemini-ai';

export type Publication = {
  cellId: number;
  /** Who holds the cell's claim; without it nothing is published. */
  claimedBy: string;
  /** The run whose ledger follows; null where a person publishes. */
  runId: number | null;
  draftId: number;
  requestId: string;
  promptVersion: string;
  prompt: string;
  model: string;
  emulated: boolean;
  /** The keys that it is published under; default `DEFAULT_VARIANTS`. */
  variants?: readonly KeyVariant[] | undefined;
  /** The version that it is made to be better than. */
  parentLessonId?: LessonId | null;
  /** The warnings that the lesson goes out with. */
  findings: readonly Finding[];
  lesson: Lesson;
  /** By which later lessons of its step are compared with it. */
  fingerprint: readonly number[];
};

/**
 * Publishes a lesson: its row (all columns of the contract) and version for each variant of the cell's key, the serving
 * decision, draft and ledger, and the end of the claim. A cell that was filled meanwhile keeps what it has, unless the
 * run wants to replace it. Running it again changes nothing: the claim is gone then.
 *
 * @returns the lesson's id (of the first variant), null where the claim was lost (not `held`) or another servable row
 *   holds every key; `live` where the reader serves it, else it is a challenger
 */
export async function publishLesson(
  db: Db,
  p: Publication,
): Promise<{lessonId: LessonId | null; held: boolean; live: boolean}> {
  const words = stepWordsOf(p.prompt);
  const [row] = await db<[{lessonId: LessonId | null; held: boolean; live: boolean}]>`
    select lesson_id, held, is_live as live from preheat.publish_lesson(
      of_cell_id => ${p.cellId}, claimer => ${p.claimedBy}, of_run_id => ${p.runId}, of_draft_id => ${p.draftId},
      of_request_id => ${p.requestId}, prompt_version => ${p.promptVersion}, model => ${p.model},
      emulated => ${p.emulated},
      made_from => preheat.step_digest(${words?.stepDescription ?? null}, ${words?.difficulty ?? null}),
      lesson => ${db.json(readersColumns(p))}, findings => ${jsonText(p.findings)}::text::jsonb,
      fingerprint => ${[...p.fingerprint]}, variants => ${[...(p.variants ?? DEFAULT_VARIANTS)]},
      parent => ${p.parentLessonId ?? null}
    )
  `;
  return row;
}

/** What the reader's columns say of the lesson, but for those that begin alike in every row. */
function readersColumns({lesson, prompt, model, emulated}: Publication): JsonObject {
  return {
    content: lesson.content,
    title: lesson.title,
    description: lesson.description,
    estimated_duration: lesson.estimatedDurationMinutes,
    difficulty_level: lesson.difficulty,
    generation_prompt: prompt,
    ai_model_version: model,
    created_by: emulated ? EMULATOR_AUTHOR : MODEL_AUTHOR,
    research_metadata: {...lesson.researchMetadata, ...MADE_BY_PREHEAT},
    source_attribution: {},
    source_type: 'ai_only',
  };
}

/** The lesson that the unchanged reader would serve for a key, by its own order. Null where there is none. */
export async function readAsReader(
  db: Db,
  cacheKey: string,
): Promise<{id: LessonId; title: string; learningStyle: Style; content: unknown} | null> {
  const [row] = await db<[{id: LessonId; title: string; learningStyle: Style; content: unknown}?]>`
    select id, title, learning_style, content from lessons_lessoncontent
    where cache_key = ${cacheKey}
    order by upvotes desc, approval_status desc, generated_at desc
    limit 1
  `;
  return row ?? null;
}
