import {expect, test} from 'vitest';
import {offersFor} from '../../console/src/features/lesson/acts.ts';
import type {Regeneration, VersionRow} from '../../console/src/features/lesson/queries.ts';
import {comparedWith, versionBefore, versionsOf} from '../../console/src/features/lesson/versions.ts';

const row = (lessonId: number, changes: Partial<VersionRow> = {}): VersionRow => ({
  lessonId,
  variant: 'plain',
  state: 'parked',
  origin: 'preheat',
  title: `Lesson ${lessonId}`,
  approvalStatus: 'pending',
  upvotes: 0,
  downvotes: 0,
  isPromoted: false,
  isSuperseded: false,
  warningCount: 0,
  parentLessonId: null,
  runId: 1,
  draftId: lessonId,
  promptVersion: 'p1',
  model: 'gemini',
  costUsd: 0.01,
  generatedAt: `2026-01-${String(lessonId).padStart(2, '0')}T00:00:00.000Z`,
  liveSince: null,
  ...changes,
});

const of = (...rows: VersionRow[]) => versionsOf(rows, []);
const labels = (rows: VersionRow[], name: string) => {
  const versions = of(...rows);
  const version = versions.find(one => one.name === name);
  if (version === undefined) throw new Error(`There is no ${name}.`);
  return offersFor(version, versions).map(({label}) => label);
};
const consequence = (rows: VersionRow[], name: string, act: string) => {
  const versions = of(...rows);
  const version = versions.find(one => one.name === name);
  if (version === undefined) throw new Error(`There is no ${name}.`);
  return offersFor(version, versions).find(offer => offer.act === act)?.consequence;
};

test('versions are numbered as they were made, and come newest first', () => {
  expect(of(row(3), row(1), row(2)).map(({name, row: {lessonId}}) => [name, lessonId])).toEqual([
    ['v3', 3],
    ['v2', 2],
    ['v1', 1],
  ]);
});

test('rows of one draft are one version with the votes of both, shown by its live row', () => {
  const [version, ...others] = of(
    row(1, {draftId: 7, upvotes: 2, downvotes: 1}),
    row(2, {draftId: 7, upvotes: 3, state: 'live', liveSince: '2026-02-01T00:00:00.000Z', isPromoted: true}),
  );
  expect(others).toEqual([]);
  expect(version).toMatchObject({
    name: 'v1',
    lessonIds: [1, 2],
    row: {lessonId: 2},
    state: 'live',
    upvotes: 5,
    downvotes: 1,
    isPromoted: true,
    liveSince: '2026-02-01T00:00:00.000Z',
  });
});

test('rows that others wrote have no draft, and are a version each', () => {
  expect(of(row(1, {draftId: null}), row(2, {draftId: null}))).toHaveLength(2);
});

test('a version knows from which one it was made, and what it answers', () => {
  const regeneration = {regenerationId: 5, lessonIds: ['2']} as unknown as Regeneration;
  const [second, first] = versionsOf([row(1), row(2, {parentLessonId: '1'})], [regeneration]);
  expect(second).toMatchObject({parent: 'v1', regeneration: {regenerationId: 5}});
  expect(first).toMatchObject({parent: null, regeneration: null});
});

test('a roll back leads to the version that was live last, never to a rejected, retired or untried one', () => {
  const versions = of(
    row(1, {liveSince: '2026-03-01T00:00:00.000Z'}),
    row(2, {liveSince: '2026-03-02T00:00:00.000Z'}),
    row(3, {liveSince: '2026-03-03T00:00:00.000Z', approvalStatus: 'rejected'}),
    row(4, {liveSince: '2026-03-04T00:00:00.000Z', state: 'retired'}),
    row(5),
    row(6, {liveSince: '2026-03-05T00:00:00.000Z', state: 'live'}),
  );
  expect(versionBefore(versions)?.name).toBe('v2');
  expect(versionBefore(of(row(1)))).toBe(null);
});

test('a version is compared with the live one; the live one with its parent, or with the one before', () => {
  const versions = of(row(1), row(2), row(3, {state: 'live', parentLessonId: 1}), row(4));
  const named = (name: string) => {
    const version = versions.find(one => one.name === name);
    return version && comparedWith(version, versions)?.name;
  };
  expect([named('v4'), named('v1'), named('v3')]).toEqual(['v3', 'v3', 'v1']);
  const [second, first] = of(row(1), row(2));
  expect(second && comparedWith(second, [second, ...(first ? [first] : [])])?.name).toBe('v1');
  expect(second && comparedWith(second, [second])).toBe(null);
});

test('only what would be done is offered', () => {
  const live = row(2, {state: 'live', liveSince: '2026-03-01T00:00:00.000Z'});
  expect(labels([row(1), live], 'v1')).toEqual(['Make v1 live', 'Retire v1']);
  expect(labels([row(1, {approvalStatus: 'rejected'}), live], 'v1')).toEqual(['Retire v1']);
  expect(labels([row(1, {state: 'retired'}), live], 'v1')).toEqual(['Restore v1']);
  expect(labels([row(1), live], 'v2')).toEqual(['Retire v2']);
  expect(labels([row(1, {liveSince: '2026-02-01T00:00:00.000Z'}), live], 'v2')).toEqual([
    'Make v1 live again',
    'Retire v2',
  ]);
});

test('what becomes of learners is said before', () => {
  const live = row(3, {state: 'live', liveSince: '2026-03-01T00:00:00.000Z'});
  expect(consequence([row(1), live], 'v1', 'promote')).toBe(
    'Learners get v1 from then on, instead of v2, until a mentor verifies another version. v2 is kept and can be made live again.',
  );
  expect(consequence([row(1)], 'v1', 'promote')).toContain('where there is no lesson now');
  expect(consequence([live], 'v1', 'retire')).toContain('Learners get nothing here from then on');
  expect(consequence([row(1), live], 'v2', 'retire')).toContain('Learners get v1 from then on.');
  expect(consequence([row(1), row(2), live], 'v3', 'retire')).toContain('the best of v2, v1');
  expect(consequence([row(1, {approvalStatus: 'rejected'}), live], 'v2', 'retire')).toContain('nothing here');
  expect(consequence([row(1), live], 'v1', 'retire')).toContain('Learners see no difference');
});
