import {expect, test} from 'vitest';
import {signInSearch} from '../../console/src/features/sign-in/search.ts';

test('where to go after signing in is kept whole, or left out', () => {
  const long = `/?${'x'.repeat(600)}`;
  expect(signInSearch({next: long})).toEqual({next: long});
  expect(signInSearch({next: `/?${'x'.repeat(8_000)}`})).toEqual({});
});

test.each(['//example.org/', '/\\example.org/', 'https://example.org/', '', 12, undefined])(
  'after signing in nobody is led to %j',
  next => {
    expect(signInSearch({next})).toEqual({});
  },
);
