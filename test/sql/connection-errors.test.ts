import {expect, test} from 'vitest';
import {isConnectionError} from '../../sql/connection-errors.ts';

const failure = (code: unknown) => Object.assign(new Error('failed'), {code});

test.each(['ECONNREFUSED', 'CONNECTION_CLOSED', '57P01', '57P03'])(
  '%s means that the database is away',
  code => {
    expect(isConnectionError(failure(code))).toBe(true);
  },
);

test.each(['23505', '42P01', undefined, 57])('%s does not', code => {
  expect(isConnectionError(failure(code))).toBe(false);
});

test('what is no error does not', () => {
  expect(isConnectionError({code: 'ECONNREFUSED'})).toBe(false);
});
