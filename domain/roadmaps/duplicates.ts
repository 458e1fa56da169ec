import type {Candidate} from './candidate.ts';
import {isRecord, problemAt} from './candidate.ts';
import type {Problem} from './problem.ts';
import {quote} from './problem.ts';
import type {Roadmap} from './roadmap.ts';

/** A roadmap without faults of its own. */
export type FoundRoadmap = {candidate: Candidate; roadmap: Roadmap};

/** Steps of one roadmap with the same title. Looks at raw data, so that they are named with all other problems. */
export function findDuplicateTitles(candidate: Candidate): Problem[] {
  const {data, path, locate} = candidate;
  const steps = isRecord(data) && Array.isArray(data['steps']) ? data['steps'] : [];
  const firstIndexes = new Map<string, number>();
  const problems: Problem[] = [];
  for (const [index, step] of steps.entries()) {
    const title: unknown = isRecord(step) ? step['title'] : undefined;
    if (typeof title !== 'string') continue;
    const firstIndex = firstIndexes.get(title);
    if (firstIndex === undefined) firstIndexes.set(title, index);
    else {
      const firstLine = locate([...path, 'steps', firstIndex, 'title']);
      problems.push(
        problemAt(
          candidate,
          ['steps', index, 'title'],
          `${quote(title)} is already a step at line ${firstLine}: lessons are found by step title, so rename or remove one`,
        ),
      );
    }
  }
  return problems;
}

/** Roadmaps with the same id: the later would silently replace the earlier. */
export function findDuplicateIds(found: readonly FoundRoadmap[]): Problem[] {
  const firsts = new Map<string, Candidate>();
  return found.flatMap(({candidate, roadmap: {id}}) => {
    const first = firsts.get(id);
    if (first === undefined) {
      firsts.set(id, candidate);
      return [];
    }
    const where = `${first.file}:${first.locate([...first.path, 'id'])}`;
    return [
      problemAt(
        candidate,
        ['id'],
        `${id} is already the id of the roadmap at ${where}: give one of them another id`,
      ),
    ];
  });
}
