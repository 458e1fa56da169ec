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

test('a piece that begins within a character is named so that it can be stored', () => {
  const [finding] = checkRepetition(draftTexts({content: `x${'🎉'.repeat(3_000)}`}));
  expect(finding?.message).toBe('content repeats "\ufffd\ufffd" over and over.');
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

test.each([
  ['a whole text three times', 'A hint that helps with anything.', 2],
  ['a sentence five times', 'Practice makes perfect, so go on.', 4],
])('%s is a filler, even in a long lesson', (name, filler, maxCount) => {
  const isWhole = name.startsWith('a whole');
  const texts = (count: number) => [
    ...sentences(100),
    ...Array.from({length: count}, (_, index) => (isWhole ? filler : `${filler} And number ${index}.`)),
  ];
  expect(checks({hints: texts(maxCount)})).toEqual([]);
  expect(checks({hints: texts(maxCount + 1)})).toEqual(['repetition error']);
});

test('a long paragraph twice is one, a short one is a refrain', () => {
  const twice = (paragraph: string) =>
    `${sentences(60).join('\n\n')}\n\n${paragraph}\n \nOther.\n\n${paragraph}`;
  expect(checks({content: twice('x'.repeat(150))})).toEqual(['repetition error']);
  expect(checks({content: twice('x'.repeat(149))})).toEqual([]);
});

test('items that differ in their numbers alone are the same', () => {
  const items = Array.from({length: 5}, (_, index) => `${index + 1}) Layers make builds faster for all.`);
  expect(checks({content: [...sentences(60), ...items].join('\n')})).toEqual(['repetition error']);
});

test.each(['very', 'очень'])('%s ten times in a row is a loop, nine times is not', word => {
  expect(checks({content: `It is ${Array(10).fill(word).join(' ')}!`})).toEqual(['repetition error']);
  expect(checks({content: `${word.toUpperCase()}, ${Array(9).fill(word).join(', ')}!`})).toEqual([
    'repetition error',
  ]);
  expect(checks({content: `It is un${Array(10).fill(word).join(' ')}!`})).toEqual([]);
  expect(checks({content: `It is ${Array(9).fill(word).join(', ')}!`})).toEqual([]);
  expect(checks({content: `It is ${Array(9).fill(word).join(' ')} ${word}more!`})).toEqual([]);
  expect(checks({solution: Array(10).fill(word).join(' ')})).toEqual([]);
});

test('options repeat on purpose', () => {
  expect(checks({options: Array.from({length: 20}, () => 'It raises a TypeError at run time.')})).toEqual([]);
});

test('lines of code repeat more often than sentences, up to a point', () => {
  const twice = Array.from({length: 12}, (_, index) => line(index % 6)).join('\n');
  const often = Array.from({length: 12}, (_, index) => line(index % 3)).join('\n');
  expect(checks({solution: twice})).toEqual([]);
  expect(checks({solution: often})).toEqual(['repetition error']);
  expect(checks({expected_output: often})).toEqual([]);
});

test.each([
  ['after a bracket and before a full stop', `(${'very '.repeat(9)}very).`],
  ['with commas, hard blanks and another case', `So: ${'ha, Ha,\u00a0HA\u3000'.repeat(4)}`],
])('a word ten times in a row is a loop %s', (_, text) => {
  expect(checks({content: text})).toEqual(['repetition error']);
  expect(checks({content: text.replace(/very |Ha,/, '')})).toHaveLength(text.includes('very') ? 0 : 1);
});
