import {z} from 'zod';
import type {Answer} from './draft.ts';

/** One change to the text, list or object at `path`, e.g. `quiz[2].options`. */
export const Edit = z.union([
  z.strictObject({path: z.string(), set: z.unknown()}),
  /** To the end of a text, or as a list's last items. */
  z.strictObject({path: z.string(), append: z.union([z.string(), z.array(z.unknown())])}),
  z.strictObject({path: z.string(), prepend: z.string()}),
  /** The text to look for, which stands there exactly once, and what takes its place. */
  z.strictObject({path: z.string(), replace: z.tuple([z.string(), z.string()])}),
  z.strictObject({path: z.string(), remove: z.literal(true)}),
]);

export type Edit = z.infer<typeof Edit>;

/**
 * A copy of the answer with the edits made in their order.
 *
 * @param draftName for messages
 * @throws Error that names draft and path where an edit changes nothing: such a draft would test nothing
 */
export function edited(draftName: string, answer: Answer, edits: readonly Edit[]): Answer {
  const copy = structuredClone(answer);
  for (const edit of edits) {
    if (!makeEdit(copy, edit)) throw new Error(`${draftName}: the edit of ${edit.path} changes nothing.`);
  }
  return copy;
}

/** Returns whether it changed something. */
function makeEdit(answer: Answer, edit: Edit): boolean {
  const {parent, key} = locate(answer, edit.path);
  const old = parent?.[key];
  if (parent === undefined) return false;
  if ('remove' in edit) {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete parent[key];
    return old !== undefined;
  }
  const next = valueAfter(old, edit);
  if (next === undefined || next === old) return false;
  parent[key] = next;
  return true;
}

/** Undefined where the edit does not fit what stands there. */
function valueAfter(old: unknown, edit: Exclude<Edit, {remove: true}>): unknown {
  if ('set' in edit) return edit.set;
  if ('append' in edit && Array.isArray(old) && Array.isArray(edit.append)) return [...old, ...edit.append];
  if (typeof old !== 'string') return undefined;
  if ('append' in edit) return typeof edit.append === 'string' ? old + edit.append : undefined;
  if ('prepend' in edit) return edit.prepend + old;
  const [from, to] = edit.replace;
  const pieces = old.split(from);
  return pieces.length === 2 ? pieces.join(to) : undefined;
}

/** The object or list that holds the last key of a path. */
function locate(answer: Answer, path: string): {parent: Answer | undefined; key: string} {
  const keys = path.match(/[^.[\]]+/g) ?? [];
  const key = keys.pop() ?? '';
  let parent: Answer | undefined = answer;
  for (const one of keys) parent = parent?.[one] as Answer | undefined;
  return {parent, key};
}
