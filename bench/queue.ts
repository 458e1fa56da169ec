import type {LessonId} from '../domain/lesson-id.ts';
import {connect, type Pool} from '../sql/client.ts';
import {claimNext, heartbeat, skipReview} from '../sql/queries/review-claims.ts';
import {refreshReviewQueue} from '../sql/queries/review-queue.ts';
import {benchDatabase, median, report, say, seconds} from './stack.ts';

const LESSON_COUNT = 100_000;
const MENTORS = Array.from({length: 20}, (_, index) => `mentor-${index}`);
const CLAIMS_A_MENTOR = 50;
const ALONE_COUNT = 200;

/** Parallel mentors on one queue, beside the pattern that looks first and then writes. */
export async function benchQueue(): Promise<void> {
  say(
    `\n${MENTORS.length} mentors at once claim over ${LESSON_COUNT.toLocaleString('en-US')} live lessons, ${CLAIMS_A_MENTOR} each`,
  );
  await using stack = new AsyncDisposableStack();
  const {pool, url} = await benchDatabase(stack);
  // So that a claim waits for others in the database, not for a connection.
  const mentors = connect(url, {applicationName: 'preheat bench', maxConnections: MENTORS.length});
  stack.defer(() => mentors.end());
  await addLessons(pool);
  await addMentors(pool);
  await measureRefresh(pool, 'first refresh of the queue');
  await measureRefresh(pool, 'refresh where nothing has changed');
  await pool`update lessons_lessoncontent set view_count = view_count + 1 + id % 7`;
  await measureRefresh(pool, 'refresh where every score has changed');
  await claimAlone(mentors);
  await claimAtOnce(mentors);
  await lookThenWrite(mentors);
}

async function measureRefresh(pool: Pool, what: string): Promise<void> {
  const start = performance.now();
  await refreshReviewQueue(pool, {secondOpinionShare: 0});
  report(what, `${seconds(start).toFixed(2)} s`);
}

async function claimAlone(pool: Pool): Promise<void> {
  const claimMs: number[] = [];
  for (let n = 0; n < ALONE_COUNT; n += 1) await claimAndSkip(pool, 'mentor-0', {claimMs, held: new Map()});
  reportTimes('a claim while nobody else claims', claimMs);
}

/** Everybody wants the same lessons: what one skips is still the most harmful one for all others. */
async function claimAtOnce(pool: Pool): Promise<void> {
  const claimMs: number[] = [];
  const held = new Map<LessonId, string>();
  const start = performance.now();
  const counts = await Promise.all(
    MENTORS.map(async mentorId => {
      let twiceCount = 0;
      for (let n = 0; n < CLAIMS_A_MENTOR; n += 1)
        if (await claimAndSkip(pool, mentorId, {claimMs, held})) twiceCount += 1;
      return twiceCount;
    }),
  );
  report('claims, each with a skip, a second', (claimMs.length / seconds(start)).toFixed(0));
  reportTimes('a claim', claimMs);
  report('given to two at a time', String(counts.reduce((sum, count) => sum + count, 0)), '0');
}

/** Says whether somebody else held the lesson, as far as this process knows, which gave all of them out. */
async function claimAndSkip(
  pool: Pool,
  mentorId: string,
  {claimMs, held}: {claimMs: number[]; held: Map<LessonId, string>},
): Promise<boolean> {
  const before = performance.now();
  const claim = await claimNext(pool, {mentorId, random: Math.random()});
  claimMs.push(performance.now() - before);
  if (claim.kind !== 'claimed') throw new Error(`${mentorId} was given nothing: ${JSON.stringify(claim)}`);
  const {lessonId} = claim.item;
  const isTwice = held.has(lessonId);
  held.set(lessonId, mentorId);
  await heartbeat(pool, {lessonId, mentorId});
  held.delete(lessonId);
  await skipReview(pool, {lessonId, mentorId});
  return isTwice;
}

function reportTimes(what: string, times: readonly number[]): void {
  const p95 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
  report(`${what}, median`, `${median(times).toFixed(1)} ms`);
  report(`${what}, p95`, `${p95.toFixed(1)} ms`, '< 50 ms');
}

/** As one of the leading products does it (find the first free item, then mark it), on the same queue. */
async function lookThenWrite(pool: Pool): Promise<void> {
  await pool`create table bench_claim (lesson_id bigint not null, mentor_id text not null)`;
  await pool`create index on bench_claim (lesson_id)`;
  await Promise.all(
    MENTORS.map(async mentorId => {
      for (let n = 0; n < CLAIMS_A_MENTOR; n += 1) {
        const [found] = await pool<[{lessonId: number}]>`
          select s.lesson_id from preheat.review_score s
          where not exists (select from bench_claim c where c.lesson_id = s.lesson_id)
          order by s.harm desc, s.lesson_id limit 1
        `;
        await pool`insert into bench_claim (lesson_id, mentor_id) values (${found.lessonId}, ${mentorId})`;
      }
    }),
  );
  const [{twice}] = await pool<[{twice: number}]>`
    select count(*) - count(distinct lesson_id) as twice from bench_claim
  `;
  report('given to two by looking first and then writing', String(twice));
}

/** Live lessons of Preheat's in cells of their own, some with warnings and votes, of different ages. */
async function addLessons(pool: Pool): Promise<void> {
  await pool`
    insert into preheat.cell (step_title, lesson_number, style)
    select 'Step ' || n, 1, style from generate_series(1, ${LESSON_COUNT / 4}::int) n, unnest(array['hands_on', 'video', 'reading', 'mixed']) style
  `;
  await pool`
    insert into lessons_lessoncontent (
      roadmap_step_title, lesson_number, learning_style, content, title, description, estimated_duration, difficulty_level,
      generated_at, generation_prompt, ai_model_version, upvotes, downvotes, approval_status, view_count, completion_rate,
      average_quiz_score, cache_key, created_by, research_metadata, source_attribution, source_type)
    select step_title, lesson_number, style, '{"content": "A lesson."}', step_title, '', 30, 'beginner',
      now() - (cell_id % 40) * interval '1 day', '', 'bench', cell_id % 11, cell_id % 5, 'pending', cell_id % 50, 0, 0,
      cache_key, 'gemini-ai', '{"generator": "preheat"}', '{}', 'ai_only'
    from preheat.cell
  `;
  await pool`
    insert into preheat.run (workflow_id, kind, filter, model) values ('bench', 'manual', '{}', 'bench')
  `;
  await pool`
    insert into preheat.draft (request_id, cell_id, run_id, call_number, prompt_version, prompt, model, emulated, answer_text,
      finish_reason, prompt_tokens, cached_tokens, output_tokens, thought_tokens, cost_usd, findings, status)
    select 'bench:' || cell_id, cell_id, 1, 0, 'bench', '', 'bench', false, '{}', 'STOP', 1, 0, 1, 0, 0,
      case when cell_id % 3 = 0 then '[{"check": "language", "severity": "warning", "message": "It may be another."}]' else '[]' end::jsonb,
      'published'
    from preheat.cell
  `;
  await pool`
    insert into preheat.lesson_version (
      lesson_id, cell_id, state, origin, request_id, draft_id, prompt_version, model, fingerprint, generated_at, live_since
    )
    select l.id, c.cell_id, 'live', 'preheat', d.request_id, d.draft_id, 'bench', 'bench', array_fill(1, array[64]),
      l.generated_at, l.generated_at
    from lessons_lessoncontent l join preheat.cell c using (cache_key) join preheat.draft d on d.cell_id = c.cell_id
  `;
  await pool`vacuum analyze`;
}

async function addMentors(pool: Pool): Promise<void> {
  await pool`
    insert into users (
      password, first_name, last_name, date_joined, id, email, username, role, account_status, is_premium,
      email_verification_token, is_email_verified, is_active, is_staff, is_sign_in, is_superuser, is_blocked,
      is_suspended, is_deleted, created_at, updated_at, subscription_auto_renew, subscription_tier
    )
    select '!', '', '', now(), id, id, id, 'mentor', 'active', false, '', true, true, false, false, false, false, false,
      false, now(), now(), false, 'free'
    from unnest(${MENTORS}::text[]) id
  `;
}
