import {expect, test} from 'vitest';
import {actText, liveText, reconcileText, versionsText} from '../../cli/version-text.ts';
import type {Version} from '../../sql/queries/versions.ts';

const VERSION: Version = {
  lessonId: 12,
  cellId: 7,
  stepTitle: 'Loops',
  lessonNumber: 2,
  style: 'reading',
  variant: 'multi_source_v1',
  state: 'live',
  origin: 'preheat',
  title: 'How loops end',
  approvalStatus: 'approved',
  upvotes: 1_200,
  downvotes: 3,
  isPromoted: true,
  isSuperseded: true,
  warningCount: 2,
  parentLessonId: 9,
  runId: 4,
  draftId: 5,
  promptVersion: '2026-11-24',
  model: 'gemini-x',
  costUsd: 0.05,
  generatedAt: new Date(0),
  liveSince: null,
};

test('a version is told with its standing, its votes and where it comes from', () => {
  expect(versionsText([VERSION])).toBe(
    [
      'cell:7 (Loops · lesson 2 · reading)',
      '  12         live     multi_source_v1  approved, 1,200 up, 3 down, promoted, superseded, made after 9',
      '             How loops end',
      '             1970-01-01T00:00:00.000Z · gemini-x · prompt 2026-11-24 · run 4 · $0.0500 · 2 warnings',
    ].join('\n'),
  );
});

test('what is not known of a version is left out', () => {
  const theirs: Version = {
    ...VERSION,
    origin: 'adopted',
    isPromoted: false,
    isSuperseded: false,
    parentLessonId: null,
    runId: null,
    promptVersion: null,
    model: null,
    costUsd: null,
    warningCount: 0,
  };
  expect(versionsText([theirs])).toMatch(
    /approved, 1,200 up, 3 down, written by others\n.*\n {13}1970-01-01T00:00:00\.000Z$/,
  );
  expect(versionsText([])).toBe('');
});

test('a live lesson names its key only where it is not the plain one', () => {
  expect(liveText(VERSION)).toContain('reading · multi_source_v1)');
  expect(liveText({...VERSION, variant: 'plain'})).toContain('reading)  approved');
});

test('a refusal says why, and that nothing was changed', () => {
  expect(() => actText('promote', '3', {outcome: 'rejected', lessonId: 3})).toThrow(
    'Nothing was changed: lesson 3: a mentor rejected it',
  );
  expect(actText('roll_back', '3', {outcome: 'done', lessonId: 2})).toMatch(/^Lesson 2 is live again/);
});

test('reconcile tells only what it did', () => {
  const change = (state: 'live' | 'parked' | 'retired') => ({
    cellId: 1,
    variant: 'plain' as const,
    lessonId: 1,
    state,
  });
  expect(
    reconcileText({
      repairedCount: 1,
      changes: [change('live'), change('live'), change('parked'), change('retired')],
      filledCount: 5,
      twinCount: 6,
    })
      .match(/^ +\d+/gm)
      ?.map(Number),
  ).toEqual([1, 2, 1, 1, 5, 6]);
  expect(reconcileText({repairedCount: 0, changes: [], filledCount: 0, twinCount: 0})).toBe(
    'Every cell serves what the rule names: nothing to mend.',
  );
});
