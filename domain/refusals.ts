import type {LessonId} from './lesson-id.ts';

/** What was asked for was not done, and nothing changed. The message is for the person who asked. */
export type Refusal<Reason extends string> = {kind: 'refused'; reason: Reason; message: string};

export function refuse<Reason extends string>(reason: Reason, message: string): Refusal<Reason> {
  return {kind: 'refused', reason, message};
}

/** Why somebody may neither vote nor review, or not on this lesson. */
export type AccessReason = 'unknown_lesson' | 'unknown_user' | 'inactive_user';

/**
 * The refusal in words.
 *
 * @param fault `unknown_lesson`, or what `preheat.account_fault` says of the account
 */
export function accessRefusal(
  fault: string,
  {lessonId, userId}: {lessonId: LessonId; userId: string},
): Refusal<AccessReason> {
  switch (fault) {
    case 'unknown_lesson':
      return refuse('unknown_lesson', `There is no lesson ${lessonId}.`);
    case 'unknown':
      return refuse('unknown_user', `There is no user ${userId}. Sign in to vote or to review.`);
    default:
      return refuse(
        'inactive_user',
        `The account ${userId} is ${fault}, and only active accounts vote and review. An admin can change that.`,
      );
  }
}

/**
 * A text of a person is checked before it is stored.
 *
 * @param what how the message calls it, as the beginning of a sentence
 * @param maxCharacters counted as Postgres counts them, by code points
 */
export function textFault(
  text: string,
  {what, maxCharacters}: {what: string; maxCharacters: number},
): Refusal<'text_too_long' | 'invalid_text'> | null {
  const count = Array.from(text).length;
  if (count > maxCharacters) {
    const [found, limit] = [count, maxCharacters].map(number => number.toLocaleString('en-US'));
    return refuse(
      'text_too_long',
      `${what} has ${found} characters; at most ${limit} are stored. Shorten it.`,
    );
  }
  if (text.includes('\0')) {
    return refuse(
      'invalid_text',
      `${what} holds a NUL character, which the database cannot store. Remove it.`,
    );
  }
  return null;
}

/** A value that somebody sent where a word was asked for, as a message shows it. */
export function shown(value: unknown): string {
  const text = String(value);
  return text.length > 40 ? `'${text.slice(0, 40)}…'` : `'${text}'`;
}
