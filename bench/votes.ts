import type {LessonId} from '../domain/lesson-id.ts';
import {connect, type Pool} from '../sql/client.ts';
import {importRoadmaps} from '../sql/queries/roadmaps.ts';
import {castVote} from '../sql/queries/votes.ts';
import {benchDatabase, median, report, say, seconds} from './stack.ts';

const CONNECTIONS = 20;
const USERS = 1_000;
const ROUNDS = 3;
const SECONDS = 2;

/** Votes on one lesson that everybody has open, beside the least that counting them could cost. */
export async function benchVotes(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const {pool, url} = await benchDatabase(stack);
  const voters = connect(url, {applicationName: 'preheat bench', maxConnections: CONNECTIONS});
  stack.defer(() => voters.end());
  const lessonId = await givenLesson(pool);
  await givenUsers(pool);
  say(`\nVotes on one lesson from ${CONNECTIONS} connections, synced to disk`);

  let count = 0;
  const bare: number[] = [];
  const votes: number[] = [];
  // In turn: other work on the machine then slows both.
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(
      await perSecond(
        () => voters`update lessons_lessoncontent set view_count = view_count + 1 where id = ${lessonId}`,
      ),
    );
    votes.push(
      await perSecond(async () => {
        count += 1;
        const voteType = Math.floor(count / USERS) % 2 === 0 ? 'upvote' : 'downvote';
        const result = await castVote(voters, {lessonId, userId: `u${count % USERS}`, voteType});
        if (result.kind === 'refused') throw new Error(result.message);
      }),
    );
  }
  report('bare counter updates a second, median', median(bare).toFixed(0));
  report('votes a second, median', median(votes).toFixed(0));
  report('  beside the bare update', `${(median(votes) / median(bare)).toFixed(2)} x`);
  const [{isTrue}] = await pool<[{isTrue: boolean}]>`
    select (l.upvotes, l.downvotes) = (
      count(*) filter (where v.vote_type = 'upvote'), count(*) filter (where v.vote_type = 'downvote')
    ) as is_true
    from lessons_lessoncontent l join lessons_lessonvote v on v.lesson_content_id = l.id group by l.id
  `;
  report('counters are what the votes are', isTrue ? 'yes' : 'NO', 'yes');
}

/** How often `work` is done a second by as many callers as there are connections. */
async function perSecond(work: () => PromiseLike<unknown>): Promise<number> {
  const start = performance.now();
  let count = 0;
  const caller = async () => {
    while (seconds(start) < SECONDS) {
      await work();
      count += 1;
    }
  };
  await Promise.all(Array.from({length: CONNECTIONS}, caller));
  return count / seconds(start);
}

/** A lesson in a cell, as others would have written it. */
async function givenLesson(pool: Pool): Promise<LessonId> {
  const step = {title: 'Hot', description: '', difficulty: 'beginner' as const, lessonCount: 1};
  await importRoadmaps(pool, [
    {id: 'r', title: 'R', description: '', category: '', steps: [{...step, styles: ['reading']}]},
  ]);
  const [{lessonId}] = await pool<[{lessonId: LessonId}]>`
    select preheat.store_lesson(jsonb_build_object(
      'roadmap_step_title', step_title, 'lesson_number', lesson_number, 'learning_style', style,
      'content', jsonb_build_object('content', repeat('A text. ', 1000)), 'title', 'Hot', 'description', '',
      'estimated_duration', 30, 'difficulty_level', 'beginner', 'generation_prompt', '', 'ai_model_version', 'bench',
      'created_by', 'gemini-ai', 'research_metadata', '{}'::jsonb, 'source_attribution', '{}'::jsonb,
      'source_type', 'ai_only'
    ), cache_key) as lesson_id
    from preheat.cell
  `;
  return lessonId;
}

async function givenUsers(pool: Pool): Promise<void> {
  await pool`
    insert into users (
      password, first_name, last_name, date_joined, id, email, username, role, account_status, is_premium,
      email_verification_token, is_email_verified, is_active, is_staff, is_sign_in, is_superuser, is_blocked,
      is_suspended, is_deleted, created_at, updated_at, subscription_auto_renew, subscription_tier
    )
    select '!', '', '', now(), 'u' || n, 'u' || n, 'u' || n, 'learner', 'active', false, '', true, true, false, false,
      false, false, false, false, now(), now(), false, 'free'
    from generate_series(0, ${USERS - 1}::int) n
  `;
}
