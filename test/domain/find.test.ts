import {expect, test} from 'vitest';
import {readSearch} from '../../domain/find.ts';

test('words are parted at blanks and marks, in lower case', () => {
  expect(readSearch('  Node.js  C++, "Straße" – «Ça» ').words).toEqual(['node', 'js', 'c', 'straße', 'ça']);
  expect(readSearch(' ,.- ').words).toEqual([]);
  expect(readSearch('a b c d e f g h i j').words).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
});

test.each([
  ['loops 2 video', {words: ['loops'], lessonNumber: 2, style: 'video'}],
  ['loops video 2', {words: ['loops'], lessonNumber: 2, style: 'video'}],
  ['for loops hands-on', {words: ['for', 'loops'], lessonNumber: null, style: 'hands_on'}],
  ['loops hands_on', {words: ['loops'], lessonNumber: null, style: 'hands_on'}],
  ['loops 50', {words: ['loops'], lessonNumber: 50, style: null}],
  ['loops 3 2', {words: ['loops', '3'], lessonNumber: 2, style: null}],
  ['loops reading video', {words: ['loops', 'reading'], lessonNumber: null, style: 'video'}],
])('"%s" names lessons of a step', (text, part) => {
  expect(readSearch(text).part).toEqual(part);
});

test.each(['loops', 'video', '2 video', 'loops 51', 'loops 0', 'loops 100', ''])('"%s" names none', text => {
  expect(readSearch(text).part).toBe(null);
});

test.each([
  ['12', {lessonId: '12', runId: 12}],
  ['#12', {lessonId: '12', runId: 12}],
  [' Run 12 ', {lessonId: null, runId: 12}],
  ['lesson #12', {lessonId: '12', runId: null}],
  ['aB3dE6gH9k', {lessonId: 'aB3dE6gH9k', runId: null}],
  ['2147483648', {lessonId: '2147483648', runId: null}],
  ['0', {lessonId: '0', runId: null}],
  ['two words', {lessonId: null, runId: null}],
  ['12345678901234567890', {lessonId: null, runId: null}],
])('"%s" is a number or an id', (text, ids) => {
  expect(readSearch(text)).toMatchObject(ids);
});
