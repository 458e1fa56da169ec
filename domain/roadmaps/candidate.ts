import type {z} from 'zod';
import type {Locate} from './locate.ts';
import type {Problem} from './problem.ts';
import {formatField} from './problem.ts';
import {ROADMAP_KEYS, STEP_KEYS} from './schema.ts';
import {suggest} from './suggest.ts';

/** What should be a roadmap, and where it is. */
export type Candidate = {data: unknown; file: string; path: PropertyKey[]; locate: Locate};

/** A problem of a field; `inner` is the path within the candidate. */
export function problemAt(
  {file, path, locate}: Candidate,
  inner: readonly PropertyKey[],
  message: string,
): Problem {
  const whole = [...path, ...inner];
  return {file, line: locate(whole), field: formatField(whole), message};
}

/** What zod found, as problems with lines; one for each unknown key. */
export function describeIssues(error: z.ZodError, candidate: Candidate): Problem[] {
  return error.issues.flatMap(issue => {
    if (issue.code !== 'unrecognized_keys') return [problemAt(candidate, issue.path, issue.message)];
    return issue.keys.map(key =>
      problemAt(candidate, [...issue.path, key], describeUnknownKey(key, listKeys(candidate, issue.path))),
    );
  });
}

function describeUnknownKey(key: string, keys: readonly string[]): string {
  const meant = suggest(key, keys);
  const hint = meant === null ? '' : `did you mean ${meant}? `;
  return `is unknown: ${hint}Known keys: ${keys.join(', ')}`;
}

/** The keys that may stand at a path: those of a step, of a roadmap, or of a file with a list. */
function listKeys({data, path}: Candidate, inner: readonly PropertyKey[]): readonly string[] {
  if (inner.length > 0) return STEP_KEYS;
  if (path.length > 0) return ROADMAP_KEYS;
  return isRecord(data) && 'roadmaps' in data ? ['roadmaps'] : [...ROADMAP_KEYS, 'roadmaps'];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
