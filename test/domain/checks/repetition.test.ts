import {expect, test} from 'vitest';
import {draftTexts} from '../../../domain/checks/draft-texts.ts';
import {checkRepetition, loopUnit} from '../../../domain/checks/repetition.ts';

const sentence = (index: number) => `Sentence number ${index} says something of its own.`;
const line = (index: number) => `print("line of code ${index}")`;
const sentences = (count: number) => Array.from({length: count}, (_, index) => sentence(index));
const checks = (answer: unknown) =>
  checkRepetition(draftTexts(answer)).map(({check, severity}) => `${check} ${severity}`);

test.each([
  ['digits', `x = 0.${'0'.repeat(900)}`],
  ['blanks', `Hello${' '.repeat(1_200)}world`],
  ['a word', `It is ${'very '.repeat(200)}good.`],
  ['a phrase after a long good part', sentences(60).join(' ') + ' and so on and so forth,'.repeat(40)],
])('finds a loop of %s, in prose and in code', (_, text) => {
  expect(checks({content: text})).toEqual(['repetition error']);
  expect(checks({solution: text})).toEqual(['repetition error']);
});

test('names the piece that is repeated', () => {
  expect(loopUnit('ab'.repeat(400))).toBe('ab');
});

test.each([
  ['rules and indentation', `${'-'.repeat(900)}\n${' '.repeat(900)}x`],
  ['a short run', `0x${'f'.repeat(250)} ${sentences(20).join(' ')}`],
  ['many different sentences', sentences(80).join(' ')],
])('leaves %s alone', (_, text) => {
  expect(checks({content: text})).toEqual([]);
});

test('one filler sentence in every field is repetition over the whole draft', () => {
  const filler = 'Practice makes perfect, so keep on practising.';
  const hints = sentences(8);
  expect(checks({hints: [...hints, ...Array.from({length: 5}, () => filler)]})).toEqual(['repetition error']);
  expect(checks({hints: [...hints, filler, filler]})).toEqual([]);
});

test('a paragraph that comes again and again is repetition', () => {
  const paragraph = sentences(6).join(' ');
  expect(checks({content: [paragraph, paragraph].join('\n\n')})).toEqual(['repetition error']);
});

test('options repeat on purpose', () => {
  expect(checks({options: Array.from({length: 20}, () => 'It raises a TypeError at run time.')})).toEqual([]);
});

test('lines of code repeat more often than sentences, up to a point', () => {
  const twice = Array.from({length: 12}, (_, index) => line(index % 6)).join('\n');
  const often = Array.from({length: 12}, (_, index) => line(index % 3)).join('\n');
  expect(checks({solution: twice})).toEqual([]);
  expect(checks({solution: often})).toEqual(['repetition error']);
});
