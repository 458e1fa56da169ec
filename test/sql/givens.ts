import {UNLIMITED} from '../domain/limits-givens.ts';
import type {Lesson} from '../../domain/content/index.ts';
import type {Roadmap, RoadmapStep} from '../../domain/roadmaps/roadmap.ts';
import type {Style} from '../../domain/styles.ts';
import type {Db, Pool} from '../../sql/client.ts';
import type {NewDraft} from '../../sql/queries/drafts.ts';
import type {Publication} from '../../sql/queries/lessons.ts';
import type {Call} from '../../sql/queries/reservations.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {type NewRun, openRun} from '../../sql/queries/runs.ts';

/** What says of the database itself how it stands. */
const KEPT = ['migration', 'reader'];

/** Empties all tables but those of the database's own standing, and counts ids from 1 again. */
export async function emptyTables(db: Db): Promise<void> {
  const tables = await db<{name: string}[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname = 'public' or (schemaname = 'preheat' and tablename <> all(${KEPT}))
    -- Tests of a file that run at once empty them in one order: the catalog's own changes with each truncation.
    order by name
  `;
  const names = tables.map(({name}) => name).join(', ');
  // What a worker does after a run locks these tables in another order: it is what gives way then.
  await db.unsafe(`
    select set_config('deadlock_timeout', '60s', true);
    truncate ${names} restart identity
  `);
}

export function step(title: string, changes: Partial<RoadmapStep> = {}): RoadmapStep {
  return {title, description: '', difficulty: 'beginner', lessonCount: 1, styles: ['reading'], ...changes};
}

export function roadmap(id: string, steps: RoadmapStep[], changes: Partial<Roadmap> = {}): Roadmap {
  return {id, title: `Roadmap ${id}`, description: '', category: '', steps, ...changes};
}

/** Cells of one lesson and the style `reading`, one a title; their ids are 1, 2, 3 … in an empty database. */
export async function givenCells(pool: Pool, ...titles: string[]): Promise<void> {
  await importRoadmaps(pool, [
    roadmap(
      'r',
      titles.map(title => step(title)),
    ),
  ]);
}

/** A run that wants all unserved cells unless told otherwise. */
export async function givenRun(pool: Pool, changes: Partial<NewRun> = {}): Promise<number> {
  const run = {
    workflowId: 'w',
    kind: 'manual' as const,
    filter: {},
    model: 'gemini',
    maxUsd: null,
    emulated: false,
    ...changes,
  };
  return (await openRun(pool, run)).runId;
}

type GivenLesson = {
  approvalStatus?: string;
  createdBy?: string;
  upvotes?: number;
  generatedAt?: Date;
  title?: string;
  /** Any JSON value; a lesson of few words unless told otherwise. */
  content?: unknown;
};

/** A row of the reader's table under the key of a cell, as somebody else would write it. Returns its id. */
export async function givenLesson(db: Db, cellId: number, lesson: GivenLesson = {}): Promise<number> {
  const {content = {content: 'Their text.'}} = lesson;
  const [row] = await db<[{id: number}]>`
    insert into lessons_lessoncontent (
      roadmap_step_title, lesson_number, learning_style, content, title, description, estimated_duration,
      difficulty_level, generated_at, generation_prompt, ai_model_version, upvotes, downvotes, approval_status,
      view_count, completion_rate, average_quiz_score, cache_key, created_by, research_metadata, source_attribution,
      source_type
    )
    select step_title, lesson_number, style, ${JSON.stringify(content)}::text::jsonb, ${lesson.title ?? 'Theirs'}, '', 30, 'beginner',
      ${lesson.generatedAt ?? new Date()}, '', 'their-model', ${lesson.upvotes ?? 0}, 0,
      ${lesson.approvalStatus ?? 'pending'}, 0, 0, 0, cache_key, ${lesson.createdBy ?? 'gemini-ai'}, '{}', '{}', 'ai_only'
    from preheat.cell where cell_id = ${cellId}
    returning id
  `;
  return row.id;
}

/** A batch call of a cent, of which nothing is limited unless told otherwise. */
export function call(changes: Partial<Call> & Pick<Call, 'requestId' | 'runId'>): Call {
  return {
    model: 'gemini',
    maxUsd: 0.01,
    maxInputTokens: 100,
    isInteractive: false,
    maxDelayMs: 0,
    leaseMs: 60_000,
    limits: UNLIMITED,
    ...changes,
  };
}

export function newDraft(
  changes: Partial<NewDraft> & Pick<NewDraft, 'requestId' | 'cellId' | 'runId'>,
): NewDraft {
  return {
    callNumber: 0,
    asking: 'first',
    videoChoice: null,
    promptVersion: 'v1',
    prompt: 'Write a lesson.',
    model: 'gemini',
    emulated: false,
    answerText: '{"title":"Ours"}',
    finishReason: 'STOP',
    promptTokens: 100,
    cachedTokens: 10,
    outputTokens: 200,
    thoughtTokens: 20,
    costUsd: 0.25,
    modelVersion: 'gemini',
    responseId: null,
    ...changes,
  };
}

export function lessonOf(style: Style, changes: Partial<Lesson> = {}): Lesson {
  return {
    content: {type: style, lesson_type: style, title: 'Ours'},
    title: 'Ours',
    description: 'What it is about.',
    estimatedDurationMinutes: 45,
    difficulty: 'advanced',
    researchMetadata: {source_type: 'ai_only', sources_used: []},
    ...changes,
  };
}

export function publication(
  changes: Partial<Publication> &
    Pick<Publication, 'cellId' | 'claimedBy' | 'draftId' | 'requestId'> & {runId: number},
): Publication & {runId: number} {
  return {
    promptVersion: 'v1',
    prompt: 'Write a lesson.',
    model: 'gemini',
    emulated: false,
    findings: [],
    lesson: lessonOf('reading'),
    fingerprint: [1, 2, 3],
    ...changes,
  };
}

/** Resolves once `count` statements in this database wait for a lock: what holds a race open is then known to. */
export async function untilWaiting(db: Db, count = 1): Promise<void> {
  for (;;) {
    const [{waitingCount}] = await db<[{waitingCount: number}]>`
      select count(*) as waiting_count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'
    `;
    if (waitingCount >= count) return;
  }
}
