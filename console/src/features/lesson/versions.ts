import type {LessonId} from '../../lib/graphql.ts';
import type {Regeneration, VersionRow} from './queries.ts';

/**
 * A version as people see it: rows that hold one draft under several keys are one. `row` is the live one, else the first;
 * votes are those of all rows.
 */
export type Version = {
  /** In the order in which they were made, from 1. */
  number: number;
  name: string;
  lessonIds: readonly LessonId[];
  row: VersionRow;
  state: 'live' | 'parked' | 'retired';
  isPromoted: boolean;
  upvotes: number;
  downvotes: number;
  /** When it was live last; null: never. */
  liveSince: string | null;
  /** Of which version it was made anew. */
  parent: string | null;
  /** What it answers, where it was asked for. */
  regeneration: Regeneration | null;
};

const isSame = (a: LessonId | null, b: LessonId): boolean => a !== null && String(a) === String(b);

/** Whether the version has this row. */
export const has = (version: Version, lessonId: LessonId): boolean =>
  version.lessonIds.some(id => isSame(id, lessonId));

export const isRejected = ({row}: Version): boolean => row.approvalStatus === 'rejected';

/** The versions of a cell, the newest first. */
export function versionsOf(rows: readonly VersionRow[], regenerations: readonly Regeneration[]): Version[] {
  const groups = new Map<string, VersionRow[]>();
  for (const row of rows) {
    const key = row.draftId === null ? `row ${row.lessonId}` : `draft ${row.draftId}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const inOrder = [...groups.values()].toSorted(([a], [b]) =>
    `${a?.generatedAt}` < `${b?.generatedAt}` ? -1 : 1,
  );
  const nameOf = (lessonId: LessonId | null): string | null => {
    const place = inOrder.findIndex(group => group.some(row => isSame(lessonId, row.lessonId)));
    return place < 0 ? null : `v${place + 1}`;
  };
  return inOrder
    .flatMap((group, place) => {
      const [first] = group;
      if (first === undefined) return [];
      const row = group.find(({state}) => state === 'live') ?? first;
      const lessonIds = group.map(({lessonId}) => lessonId);
      return {
        number: place + 1,
        name: `v${place + 1}`,
        lessonIds,
        row,
        state: stateOf(row.state),
        isPromoted: group.some(({isPromoted}) => isPromoted),
        upvotes: group.reduce((sum, {upvotes}) => sum + upvotes, 0),
        downvotes: group.reduce((sum, {downvotes}) => sum + downvotes, 0),
        liveSince: group.map(({liveSince}) => liveSince).find(since => since !== null) ?? null,
        parent: nameOf(row.parentLessonId),
        regeneration:
          regenerations.find(({lessonIds: made}) =>
            made.some(id => lessonIds.some(own => isSame(own, id))),
          ) ?? null,
      };
    })
    .toReversed();
}

const stateOf = (state: string): Version['state'] =>
  state === 'live' || state === 'retired' ? state : 'parked';

/** The version that a roll back of the live one leads to; null where there is none. The server has the last word. */
export function versionBefore(versions: readonly Version[]): Version | null {
  const candidates = versions.filter(
    version => version.state === 'parked' && version.liveSince !== null && !isRejected(version),
  );
  return candidates.toSorted((a, b) => `${b.liveSince}`.localeCompare(`${a.liveSince}`))[0] ?? null;
}

/** With what a version is compared unless told otherwise: the live one; of that, its parent or the one before it. */
export function comparedWith(version: Version, versions: readonly Version[]): Version | null {
  const others = versions.filter(({number}) => number !== version.number);
  return (
    others.find(({state}) => state === 'live') ??
    others.find(({name}) => name === version.parent) ??
    others.find(({number}) => number < version.number) ??
    others[0] ??
    null
  );
}
