import {hashPassword} from '../../domain/passwords.ts';
import type {Role} from '../../domain/roles.ts';
import type {LessonId} from '../../domain/lesson-id.ts';
import type {Pool} from '../../sql/client.ts';
import {submitReview} from '../../sql/queries/reviews.ts';
import {addUser} from '../../sql/queries/users.ts';
import {castVote} from '../../sql/queries/votes.ts';
import {createRandom} from '../gemini/random.ts';
import {COMMENTS, VERDICTS} from './words.ts';

const LEARNERS = 24;
const VOTED_LESSONS = 140;
const REVIEWED_LESSONS = 36;

/** The password of every account of the demonstration, which lives on loopback alone. */
export const DEMO_PASSWORD = 'only for a demonstration';

/**
 * Accounts, votes with comments and verdicts for a database with lessons, the same each time: what the console's
 * pages are shown with. Lessons differ in how well they are liked; some are liked by few, some by half.
 *
 * @returns the email address of an account of each role
 */
export async function addDemoPeople(pool: Pool): Promise<Record<'admin' | 'moderator' | 'mentor', string>> {
  const random = createRandom(7);
  const learnerIds = await Promise.all(
    Array.from({length: LEARNERS}, async (_, at) => addAccount(pool, 'learner', `learner${at + 1}`)),
  );
  const [mentorId] = [
    await addAccount(pool, 'mentor', 'mentor'),
    await addAccount(pool, 'moderator', 'moderator'),
    await addAccount(pool, 'admin', 'admin'),
  ];
  const secondMentorId = await addAccount(pool, 'vip_mentor', 'mentor2');
  // The votes of accounts of today would not weigh in what collapses.
  await pool`update users set date_joined = now() - interval '90 days', created_at = now() - interval '90 days'`;
  const lessons = await pool<{lessonId: LessonId}[]>`
    select lesson_id from preheat.lesson_version where state = 'live' order by md5(lesson_id::text) limit ${VOTED_LESSONS}
  `;
  for (const {lessonId} of lessons) {
    const liking = random.next();
    for (const userId of learnerIds.slice(0, Math.floor(random.next() * LEARNERS))) {
      const voteType = random.next() < liking ? 'upvote' : 'downvote';
      const comments = COMMENTS[voteType];
      const comment = comments[Math.floor(random.next() * comments.length)] ?? '';
      await castVote(pool, {lessonId, userId, voteType, comment});
    }
  }
  for (const [at, {lessonId}] of lessons.slice(0, REVIEWED_LESSONS).entries()) {
    const verdict = VERDICTS[Math.floor(random.next() * VERDICTS.length)];
    if (!verdict) continue;
    const review = {...verdict, lessonId, expertiseArea: 'Software development'};
    await submitReview(pool, {...review, mentorId});
    if (at % 3 === 0)
      await submitReview(pool, {...review, mentorId: secondMentorId, ...(at % 9 === 0 && VERDICTS[2])});
  }
  return {admin: address('admin'), moderator: address('moderator'), mentor: address('mentor')};
}

const address = (name: string): string => `${name}@preheat.example`;

async function addAccount(pool: Pool, role: Role, name: string): Promise<string> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const user = await addUser(pool, {email: address(name), username: name, role, passwordHash});
  if (user === null)
    throw new Error(`There is an account ${address(name)} already: the demonstration is there.`);
  return user.userId;
}
