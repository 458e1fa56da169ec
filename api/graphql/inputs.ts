import {z} from 'zod';

/** Postgres keeps no NUL in a text. */
const plain = z.string().refine(text => !text.includes('\0'), 'must not hold a NUL character.');

/** A text of so many characters at most. */
export const textUpTo = (maxLength: number) =>
  plain.max(maxLength, `must have at most ${maxLength} characters.`);

/** A count from one to so many. */
export const countUpTo = (max: number) => {
  const fault = `must be from 1 to ${max}.`;
  return z.number().min(1, fault).max(max, fault);
};
