import {expect, test} from 'vitest';
import {draftLines, draftText} from '../../cli/quarantine-text.ts';
import type {StoredDraft} from '../../sql/queries/quarantine.ts';

const draft: StoredDraft = {
  draftId: 12,
  requestId: 'run:3/cell:7/call:2',
  cellId: 7,
  stepTitle: 'Python Lists',
  lessonNumber: 2,
  style: 'reading',
  cellIs: 'unserved',
  status: 'quarantined',
  runId: 3,
  callNumber: 2,
  asking: 'repair',
  model: 'gemini-3.5-flash-lite',
  emulated: false,
  promptVersion: 'v4',
  prompt: 'Write a lesson.',
  finishReason: 'STOP',
  promptTokens: 1234,
  cachedTokens: 100,
  outputTokens: 2345,
  thoughtTokens: 7,
  costUsd: 0.012,
  paidUsd: 0.25,
  findings: [
    {check: 'summary', severity: 'warning', message: 'Short.'},
    {check: 'quiz-answer', severity: 'error', message: 'No such letter.'},
    {check: 'topic', severity: 'error', message: 'Off topic.'},
    {check: 'quiz-answer', severity: 'error', message: 'Nor such a letter.'},
  ],
  createdAt: new Date('2031-02-03T04:05:06.789Z'),
  videoChoice: null,
  answerText: '{"title":"Lists","quiz":[]}',
};

test('in a list a draft has its id, cell, cost, the checks that it failed, and the first reason', () => {
  expect(draftLines(draft)).toBe(
    '12  2031-02-03T04:05:06Z  cell:7 (Python Lists · lesson 2 · reading)  $0.25: quiz-answer, topic\n     No such letter.',
  );
});

test.each([
  ['busy', 'a run is making it anew'],
  ['served', 'a lesson serves the cell'],
  ['archived', 'no roadmap wants the cell any more'],
] as const)('a draft whose cell is %s says so', (cellIs, words) => {
  expect(draftLines({...draft, cellIs})).toContain(`topic (${words})\n`);
  expect(draftText({...draft, cellIs})).toMatch(
    `Draft 12, quarantined, of cell:7 (Python Lists · lesson 2 · reading): ${words}\n`,
  );
});

test('what the emulator would have cost is marked', () => {
  expect(draftLines({...draft, emulated: true})).toContain('$0.25 (emulated): ');
});

test('a long reason is cut in a list', () => {
  const findings = [{check: 'topic', severity: 'error' as const, message: 'x'.repeat(500)}];
  expect(draftLines({...draft, findings})).toMatch(/\n {5}x{200} …$/);
});

test('a draft whole says how it was made, what it cost, all that was found, and its answer laid out', () => {
  expect(draftText(draft)).toBe(`Draft 12, quarantined, of cell:7 (Python Lists · lesson 2 · reading)
  Made      2031-02-03T04:05:06Z by run 3, call 3 (repair)
  Model     gemini-3.5-flash-lite, prompt version v4, finish reason STOP
  Tokens    1,234 in (100 of them cached), 2,345 out, 7 thought
  Cost      $0.0120, with all calls of its run for the cell $0.25
  Findings
    warning summary: Short.
    error quiz-answer: No such letter.
    error topic: Off topic.
    error quiz-answer: Nor such a letter.
  Answer
{
  "title": "Lists",
  "quiz": []
}`);
});

test('a draft of little is told too: no run, no findings, no answer', () => {
  const text = draftText({
    ...draft,
    runId: null,
    callNumber: 0,
    asking: 'first',
    emulated: true,
    findings: [],
    answerText: '',
  });
  expect(text).toContain('Z by a run that is gone, call 1 (first)\n');
  expect(text).toContain('gemini-3.5-flash-lite (emulated), prompt');
  expect(text).toContain('$0.0120 (emulated), with all calls of its run for the cell $0.25 (emulated)\n');
  expect(text).toContain('  Findings  none\n  Answer\n(none)');
});

test('an answer that is no JSON stays as it is, but for what would move the terminal’s cursor', () => {
  const text = draftText({...draft, answerText: '{"a":\n\t"\u001b[2Jb\r\u009bc'});
  expect(text).toMatch(/ {2}Answer\n\{"a":\n\t"�\[2Jb��c$/);
  const findings = [{check: 'topic', severity: 'error' as const, message: 'Says \u001b[31mred.'}];
  expect(draftLines({...draft, findings})).toContain('Says �[31mred.');
});
