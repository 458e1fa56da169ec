import {expect, test} from 'vitest';
import {undoable} from '../../console/src/features/reviews/past-verdicts.ts';
import {
  NO_VERDICT,
  submissionOf,
  verdictFaults,
  withReason,
} from '../../console/src/features/reviews/verdict.ts';
import {reviewFault} from '../../domain/reviews.ts';
import {UNDO_MS} from '../../console/src/lib/undo.ts';

const rejected = {...NO_VERDICT, status: 'rejected' as const};

test.each([
  ['a verdict', NO_VERDICT, '', ['status']],
  ['a reason', rejected, '', ['reasons']],
  ['more than blanks', {...rejected, feedback: ' \n'}, '', ['reasons']],
  ['nothing more with a reason', withReason(rejected, 'unclear'), 'Python', []],
  ['nothing more with words', {...rejected, feedback: 'Vague.'}, '', []],
  ['nothing more where it is verified', {...NO_VERDICT, status: 'verified' as const}, '', []],
  ['fewer words', {...rejected, feedback: '😀'.repeat(10_001)}, '', ['feedback']],
  ['a shorter area', withReason(rejected, 'other'), 'x'.repeat(101), ['area']],
])('a verdict needs %s, as the API says too', (_, verdict, area, fields) => {
  expect(Object.keys(verdictFaults(verdict, area))).toEqual(fields);
  if (verdict.status === null) return;
  const sent = submissionOf(1, {...verdict, status: verdict.status}, area);
  const fault = reviewFault({...sent, status: verdict.status, reasons: [...sent.reasons]});
  expect(fault === null).toBe(fields.length === 0);
});

test('what is wrong with a lesson is not sent where it is verified', () => {
  const verdict = {status: 'verified' as const, reasons: ['unclear' as const], feedback: ' Good. '};
  expect(submissionOf(7, verdict, ' Python ')).toEqual({
    lessonId: 7,
    status: 'verified',
    reasons: [],
    feedback: 'Good.',
    expertiseArea: 'Python',
  });
});

test('a reason is chosen, and chosen again it is not', () => {
  const once = withReason(NO_VERDICT, 'unclear');
  expect(once.reasons).toEqual(['unclear']);
  expect(withReason(withReason(once, 'other'), 'unclear').reasons).toEqual(['other']);
});

test('verdicts of the last ten minutes can be taken back, the last five of them', () => {
  const at = (atMs: number) => ({atMs}) as Parameters<typeof undoable>[0][number];
  const now = UNDO_MS * 2;
  expect(undoable([at(now), at(UNDO_MS + 1), at(UNDO_MS)], now).map(({atMs}) => atMs)).toEqual([
    now,
    UNDO_MS + 1,
  ]);
  expect(
    undoable(
      [1, 2, 3, 4, 5, 6].map(() => at(now)),
      now,
    ),
  ).toHaveLength(5);
});
