import {expect, test} from 'vitest';
import {suggest} from '../../../domain/roadmaps/suggest.ts';

test.each([
  ['titel', 'title'],
  ['TITLE', 'title'],
  ['lesson', 'lessons'],
  ['stiles', 'styles'],
  ['xdifficulty', 'difficulty'],
])('%s is taken for %s', (typed, meant) => {
  expect(suggest(typed, ['title', 'lessons', 'styles', 'difficulty'])).toBe(meant);
});

test('the nearest choice wins, wherever it stands', () => {
  expect(suggest('stens', ['stem', 'steps'])).toBe('steps');
  expect(suggest('stens', ['steps', 'stem'])).toBe('steps');
});

test('nothing is suggested where nothing is near', () => {
  expect(suggest('name', ['title', 'lessons'])).toBeNull();
});
