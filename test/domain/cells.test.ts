import {expect, test} from 'vitest';
import {cacheKey, CELL_STATES, WANTED_BY_DEFAULT} from '../../domain/cells.ts';

// The digests were made with md5sum.
test('the key is the md5 of title, lesson number and style', () => {
  expect(cacheKey('Python Variables', 1, 'hands_on')).toBe('47348236fdb1059f73b43db999e6ad1a');
});

test('the key is that of the title’s UTF-8', () => {
  expect(cacheKey('Größe & 日本語 🐍', 12, 'mixed')).toBe('cbfefb80e7c5fa04e5b78b90ec1c89e8');
});

test('case and blanks of a title count, as they do for the reader', () => {
  const keys = ['Python Variables', 'python variables', 'Python Variables ', ' Python Variables'].map(title =>
    cacheKey(title, 1, 'hands_on'),
  );
  expect(new Set(keys).size).toBe(4);
});

test('a run wants all that is not served, and what is stale, but not what failed the checks again and again', () => {
  expect(CELL_STATES.filter(state => !WANTED_BY_DEFAULT.includes(state))).toEqual(['served', 'quarantined']);
});
