import type {LessonId} from '../../domain/lesson-id.ts';
import type {Db, Pool} from '../../sql/client.ts';
import {publishLesson} from '../../sql/queries/lessons.ts';
import {givenDrafted} from './published.ts';

/** The counters and the status of a lesson, as the application shows them. */
export async function rating(db: Db, lessonId: LessonId): Promise<[number, number, string]> {
  const [row] = await db<[{upvotes: number; downvotes: number; approvalStatus: string}]>`
    select upvotes, downvotes, approval_status from lessons_lessoncontent where id = ${lessonId}
  `;
  return [row.upvotes, row.downvotes, row.approvalStatus];
}

export async function givenRating(
  db: Db,
  lessonId: LessonId,
  {upvotes, downvotes, status = 'pending'}: {upvotes: number; downvotes: number; status?: string},
): Promise<void> {
  await db`
    update lessons_lessoncontent set upvotes = ${upvotes}, downvotes = ${downvotes}, approval_status = ${status}
    where id = ${lessonId}
  `;
}

/** A vote's row alone, as the application stores it before it saves the lesson. */
export async function givenVoteRow(
  db: Db,
  {lessonId, userId, voteType}: {lessonId: LessonId; userId: string; voteType: string},
): Promise<void> {
  await db`
    insert into lessons_lessonvote (id, vote_type, comment, created_at, updated_at, lesson_content_id, user_id)
    values (preheat.new_id('lessons_lessonvote'), ${voteType}, '', now(), now(), ${lessonId}, ${userId})
  `;
}

/** A review's row alone, as the application stores it before it saves the lesson. */
export async function givenReviewRow(
  db: Db,
  {
    lessonId,
    mentorId,
    status,
    at = new Date(),
  }: {lessonId: LessonId; mentorId: string; status: string; at?: Date},
): Promise<void> {
  await db`
    insert into lessons_mentorreview (
      id, status, feedback, expertise_area, reviewed_at, updated_at, lesson_content_id, mentor_id
    )
    values (preheat.new_id('lessons_mentorreview'), ${status}, 'Theirs.', 'Python', ${at}, ${at}, ${lessonId}, ${mentorId})
  `;
}

/** One draft as a run publishes it under both keys of the cell: the plain one, and the other. */
export async function givenTwins(pool: Pool, cellId: number): Promise<[LessonId, LessonId]> {
  const drafted = await givenDrafted(pool, cellId);
  await publishLesson(pool, {...drafted, variants: ['plain', 'multi_source_v1']});
  const [plain, other] = await pool<{lessonId: LessonId}[]>`
    select lesson_id from preheat.lesson_version where draft_id = ${drafted.draftId} order by variant desc
  `;
  if (!plain || !other) throw new Error('There are no twins.');
  return [plain.lessonId, other.lessonId];
}

/**
 * Reads a lesson as the application does before a vote or a review. The function that comes back writes all of it back,
 * with changes: what somebody else wrote meanwhile is lost.
 */
export async function readToSave(
  db: Db,
  lessonId: LessonId,
): Promise<(changes: Record<string, string | number>) => Promise<void>> {
  const [{row}] = await db<[{row: string}]>`
    select to_jsonb(l)::text as row from lessons_lessoncontent l where id = ${lessonId}
  `;
  return async changes => {
    await db`
      update lessons_lessoncontent l set content = r.content, title = r.title, generated_at = r.generated_at,
        upvotes = r.upvotes, downvotes = r.downvotes, approval_status = r.approval_status, cache_key = r.cache_key,
        view_count = r.view_count
      from jsonb_populate_record(null::lessons_lessoncontent, ${row}::text::jsonb || ${JSON.stringify(changes)}::text::jsonb) r
      where l.id = ${lessonId}
    `;
  };
}

/** Every row that a vote or a review may change, to be compared with what it is later. */
export async function everything(db: Db): Promise<unknown> {
  const tables = [
    'lessons_lessoncontent',
    'lessons_lessonvote',
    'lessons_mentorreview',
    'preheat.lesson_version',
    'preheat.cell',
    'preheat.imported_votes',
    'preheat.review_reason',
    'preheat.audit_event',
  ];
  return Promise.all(
    tables.map(
      table => db`select to_jsonb(t)::text as row from ${db(table)} t order by to_jsonb(t)::text collate "C"`,
    ),
  );
}
