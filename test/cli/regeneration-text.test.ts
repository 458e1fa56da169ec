import {expect, test} from 'vitest';
import {isMade, outcomeLines, remarksText} from '../../cli/regeneration-text.ts';
import type {Regeneration} from '../../domain/regenerations.ts';

const one = (changes: Partial<Regeneration> = {}): Regeneration => ({
  regenerationId: 1,
  cellId: 1,
  stepTitle: 'Loops',
  lessonNumber: 2,
  style: 'reading',
  runId: 1,
  parentLessonId: 7,
  trigger: 'person',
  requestedBy: 'cli',
  requestedRole: 'cli',
  requestedAt: new Date(0),
  instructions: '',
  answers: {reviewIds: [], voteIds: []},
  lessonIds: [8],
  outcome: 'live',
  message: null,
  endedAt: new Date(0),
  ...changes,
});

test('how many remarks the prompts carry, or that there are none', () => {
  expect(remarksText([one()])).toBe('Nobody has said what is wrong: the prompts carry no remark.');
  expect(
    remarksText([
      one({answers: {reviewIds: [1], voteIds: [2, 3]}}),
      one({answers: {reviewIds: [], voteIds: [4]}}),
    ]),
  ).toBe('The prompts carry 1 review of mentors and 3 comments of learners.');
});

test.each([
  [{}, 'lesson 8 went live in place of lesson 7.'],
  [{lessonIds: [8, 9], parentLessonId: null}, 'lesson 8 and 9 went live.'],
  [
    {outcome: 'challenger'},
    'lesson 8 waits as a challenger of lesson 7: it goes live once a mentor verifies it',
  ],
  [{outcome: 'quarantined', message: 'No quiz.'}, 'failed the checks, and what was served stays: No quiz.'],
  [{outcome: 'failed', message: 'Too long.'}, 'nothing was made: Too long.'],
  [{outcome: 'not_reached', message: null}, 'the run ended before it was tried.'],
  [{outcome: null}, 'still under way.'],
] as const)('%j is said so', (changes, text) => {
  const [line] = outcomeLines([one(changes as Partial<Regeneration>)]);
  expect(line).toMatch(/^ {2}Loops · lesson 2 · reading: /);
  expect(line).toContain(text);
});

test('of many, those that made no lesson come first, and the rest is counted', () => {
  const many = Array.from({length: 22}, (_, n) =>
    one({cellId: n, stepTitle: `S${n}`, outcome: n === 21 ? 'failed' : 'live'}),
  );
  const lines = outcomeLines(many);
  expect(lines).toHaveLength(21);
  expect(lines[0]).toContain('S21');
  expect(lines.at(-1)).toBe('  And 2 more.');
  expect(many.filter(isMade)).toHaveLength(21);
});
