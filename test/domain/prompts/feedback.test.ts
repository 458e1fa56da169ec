import {expect, test} from 'vitest';
import {NO_FEEDBACK} from '../../../domain/feedback/index.ts';
import {feedbackSection} from '../../../domain/prompts/feedback.ts';
import {fencedRequest, lessonPrompt, repairPrompt} from '../../../domain/prompts/index.ts';
import {sampleRequest} from '../content/sample-answers.ts';
import {feedbackOf, reviewOf} from '../feedback/givens.ts';
import {NONCE} from '../feedback/hostile-comments.ts';

const feedback = feedbackOf(['The second exercise does not compile.'], {
  reviews: [reviewOf()],
  instructions: 'Use Python 3.14.\nNo recursion.',
});

test('without feedback the prompt is that of an ordinary lesson', () => {
  const request = sampleRequest('mixed');
  const {user} = lessonPrompt({...request, feedback: {...NO_FEEDBACK, nonce: NONCE}});
  expect(user).toBe(`Write the lesson that this request describes.\n\n${fencedRequest(request)}`);
  expect(lessonPrompt(request).user).toBe(user);
});

test('feedback stands between the task and the request, as data; the wishes of an editor have a fence of their own', () => {
  const request = sampleRequest('mixed', {feedback});
  const {user} = lessonPrompt(request);
  const data = (name: string) => {
    const [, line] =
      new RegExp(`\\n${name} ${NONCE} .*\\n(.*)\\nEND OF ${name} ${NONCE}\\n`).exec(user) ?? [];
    return JSON.parse(line ?? '') as unknown;
  };
  expect(user.startsWith('Write the lesson that this request describes.\n\nFEEDBACK ON')).toBe(true);
  expect(user.endsWith(`\n\n${fencedRequest(request)}`)).toBe(true);
  expect(data('LESSON FEEDBACK')).toEqual({
    mentors: [
      {
        on: '2026-11-27',
        verdict: 'needs_improvement',
        reasons: ['broken_code'],
        text: 'The loop in exercise two never ends.',
      },
    ],
    learners: [{on: '2026-11-27', learners: 1, text: 'The second exercise does not compile.'}],
  });
  expect(data('EDITOR WISHES')).toBe('Use Python 3.14.\nNo recursion.');
});

test('what nobody said has no fence', () => {
  expect(feedbackSection(feedbackOf(['The second exercise does not compile.']))).not.toContain(
    'EDITOR WISHES',
  );
  expect(feedbackSection(feedbackOf([], {instructions: 'Shorter.'}))).not.toContain('LESSON FEEDBACK');
});

test('the same feedback always gives the same prompt; a repair has it as well', () => {
  const request = sampleRequest('mixed', {feedback});
  expect(lessonPrompt(structuredClone(request))).toEqual(lessonPrompt(request));
  const {user} = repairPrompt(request, {answerText: '{}', findings: []});
  expect(user.split(`${feedbackSection(feedback)}\n\n${fencedRequest(request)}`)).toHaveLength(2);
  expect(user.indexOf('DRAFT')).toBeLessThan(user.indexOf('FEEDBACK ON'));
});

test.each(['', 'abc', NONCE.slice(1), NONCE.toUpperCase(), `${NONCE}\n`])('%j fences nothing', nonce => {
  expect(() => feedbackSection({...feedback, nonce})).toThrow('32 to 64 random hexadecimal digits');
});
