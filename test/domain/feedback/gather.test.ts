import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {
  gatherFeedback,
  MAX_COMMENTS,
  MAX_INSTRUCTION_CHARS,
  MAX_REMARK_CHARS,
  MAX_REMARKS_CHARS,
  MAX_REVIEWS,
} from '../../../domain/feedback/index.ts';
import {commentsOf, DAY_MS, NOW_MS, reviewOf} from './givens.ts';

const textsOf = (...comments: string[]) =>
  gatherFeedback({reviews: [], comments: commentsOf(...comments)}).feedback.comments.map(({text}) => text);

/** As many comments that have no three words in common. */
const different = (count: number) =>
  Array.from({length: count}, (_, n) => `Point w${n}a of w${n}b says w${n}c where w${n}d is w${n}e.`);

test('comments come newest first, with the day, and with how many learners wrote the same', () => {
  const [first, second, third] = commentsOf(
    'Exercise two does not compile on Python 3.14.',
    'The video is about another subject.',
    'exercise TWO does not compile – on Python 3.14!!!',
  );
  expect(gatherFeedback({reviews: [], comments: [third!, first!, second!]})).toEqual({
    feedback: {
      instructions: '',
      reviews: [],
      comments: [
        {text: 'Exercise two does not compile on Python 3.14.', learnerCount: 2, on: '2026-11-27'},
        {text: 'The video is about another subject.', learnerCount: 1, on: '2026-11-26'},
      ],
    },
    answers: {reviewIds: [], voteIds: [1, 3, 2]},
  });
});

test('one word more is the same complaint; a "not" is another one', () => {
  expect(
    textsOf(
      'The solution of the first exercise prints the wrong sum at the end.',
      'The solution of the first exercise prints the wrong sum at the very end.',
      'The output is correct.',
      'The output is not correct.',
    ),
  ).toEqual([
    'The solution of the first exercise prints the wrong sum at the end.',
    'The output is correct.',
    'The output is not correct.',
  ]);
});

test.each([
  '',
  '  \n ',
  'bad',
  '!!!',
  '👎👎👎👎👎👎👎👎',
  'aaaaaaaaaaaa',
  'abc abc abc',
  '错误',
  '\u200b\u200b',
])('the comment %j says nothing, and is left out', comment => {
  expect(gatherFeedback({reviews: [], comments: commentsOf(comment)})).toEqual({
    feedback: {instructions: '', reviews: [], comments: []},
    answers: {reviewIds: [], voteIds: []},
  });
});

test.each(['outdated', '代码错误', 'Zu schwer'])('the comment %j is short, and says something', comment => {
  expect(textsOf(comment)).toEqual([comment]);
});

test('so many different comments are given; those left out are not answered', () => {
  const comments = commentsOf(...different(MAX_COMMENTS + 1));
  const {feedback, answers} = gatherFeedback({reviews: [], comments});
  expect(feedback.comments).toHaveLength(MAX_COMMENTS);
  expect(answers.voteIds).toEqual(comments.slice(0, MAX_COMMENTS).map(({voteId}) => voteId));
});

test('a remark is cut, all of them together take no more than their room, and mentors come first', () => {
  const long = (n: number) => `${different(n + 1).at(-1)} ${`x${n}y `.repeat(300)}`;
  const {feedback, answers} = gatherFeedback({
    reviews: [reviewOf({text: long(20).slice(0, 300), atMs: NOW_MS - 99 * DAY_MS})],
    comments: commentsOf(...Array.from({length: 12}, (_, n) => long(n)), 'The very last one is short.'),
  });
  expect(feedback.reviews[0]?.text).toHaveLength(300);
  expect(feedback.comments[0]?.text).toMatch(/…$/);
  const lengths = [...feedback.reviews, ...feedback.comments].map(({text}) => text.length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(MAX_REMARK_CHARS);
  expect(Math.max(...lengths)).toBeGreaterThan(MAX_REMARK_CHARS - 10);
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(MAX_REMARKS_CHARS);
  // One that still fits is given, though a longer one before it was not.
  expect(feedback.comments.at(-1)?.text).toBe('The very last one is short.');
  expect(answers.voteIds).toHaveLength(feedback.comments.length);
});

test('a mentor’s verdict counts with a reason alone or a text alone, not with neither', () => {
  const {feedback, answers} = gatherFeedback({
    reviews: [
      reviewOf({reviewId: 7, text: ' \u202e ', atMs: NOW_MS - DAY_MS}),
      reviewOf({reviewId: 8, reasons: [], verdict: 'rejected'}),
      reviewOf({reviewId: 9, reasons: [], text: ' \n', verdict: 'verified'}),
    ],
    comments: [],
  });
  expect(feedback.reviews).toEqual([
    {verdict: 'rejected', reasons: [], text: 'The loop in exercise two never ends.', on: '2026-11-27'},
    {verdict: 'needs_improvement', reasons: ['broken_code'], text: '', on: '2026-11-26'},
  ]);
  expect(answers.reviewIds).toEqual([8, 7]);
});

test('so many reviews are given at most', () => {
  const reviews = Array.from({length: MAX_REVIEWS + 1}, (_, n) => reviewOf({reviewId: n, atMs: NOW_MS - n}));
  const {feedback, answers} = gatherFeedback({reviews, comments: []});
  expect(feedback.reviews).toHaveLength(MAX_REVIEWS);
  expect(answers.reviewIds).toEqual(reviews.slice(0, MAX_REVIEWS).map(({reviewId}) => reviewId));
});

test('the lines of a remark become one, with a blank between the words', () => {
  expect(textsOf('The loop\r\nnever\u2028ends,\t\u200b and that\n\nis wrong.')).toEqual([
    'The loop never ends, and that is wrong.',
  ]);
});

test('instructions keep their lines, and nothing unseen', () => {
  const instructions = '- Use Python 3.14.\r\n\r\n- No\u200b while loops.\u2028- Short.';
  expect(gatherFeedback({reviews: [], comments: [], instructions}).feedback.instructions).toBe(
    '- Use Python 3.14.\n- No while loops.\n- Short.',
  );
  const long = 'word '.repeat(MAX_INSTRUCTION_CHARS);
  expect(gatherFeedback({reviews: [], comments: [], instructions: long}).feedback.instructions).toHaveLength(
    MAX_INSTRUCTION_CHARS,
  );
});

test('the same remarks in any order make the same feedback', () => {
  const remarks = fc.array(
    fc.record({
      voteId: fc.integer(),
      text: fc.string({unit: 'binary', maxLength: 60}),
      atMs: fc.integer({min: 0, max: 3}),
    }),
  );
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), {maxLength: 12}), remarks, (ids, drawn) => {
      const comments = ids.map((voteId, at) => ({
        ...(drawn[at] ?? {text: 'Nothing new here.', atMs: 1}),
        voteId,
      }));
      expect(gatherFeedback({reviews: [], comments: comments.toReversed()})).toEqual(
        gatherFeedback({reviews: [], comments}),
      );
    }),
  );
});

test('whatever people write, the texts hold nothing unseen, stay on their line and keep to their length', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary', maxLength: 1000}), text => {
      const {feedback} = gatherFeedback({reviews: [reviewOf({text})], comments: []});
      const cleaned = feedback.reviews[0]!.text;
      expect(cleaned).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]|\p{M}{5}| {2}|^ | $/u);
      expect(cleaned.length).toBeLessThanOrEqual(MAX_REMARK_CHARS);
    }),
  );
});
