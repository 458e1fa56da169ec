import {expect, test} from 'vitest';
import {explain} from '../../cli/errors.ts';

const fault = (message: string, more: object) => Object.assign(new Error(message), more);

test.each([
  [
    'a refused connection',
    fault('connect', {code: 'ECONNREFUSED', address: '10.0.0.1', port: 5432}),
    'Nothing answers at 10.0.0.1:5432. Start it, or correct DATABASE_URL.',
  ],
  [
    'a host with several addresses',
    fault('connect', {code: 'ECONNREFUSED', address: ['::1', '127.0.0.1'], port: [5432, 5432]}),
    'Nothing answers at ::1:5432. Start it, or correct DATABASE_URL.',
  ],
  [
    'a connection that does not say where to',
    fault('connect', {code: 'CONNECT_TIMEOUT'}),
    'Postgres did not answer in time at the address in DATABASE_URL. Check DATABASE_URL and the network.',
  ],
  [
    'an unknown host',
    fault('getaddrinfo', {code: 'ENOTFOUND', hostname: 'db.example'}),
    'The host db.example is not known. Correct DATABASE_URL.',
  ],
  [
    'a missing table',
    fault('relation "preheat.run" does not exist', {code: '42P01'}),
    'relation "preheat.run" does not exist. Run `preheat migrate` first.',
  ],
  [
    'a column of a later Preheat',
    fault('column r.archived_at does not exist', {code: '42703'}),
    'column r.archived_at does not exist. Run `preheat migrate` first.',
  ],
  [
    'a function of a later Preheat',
    fault('function preheat.reserve() does not exist', {code: '42883'}),
    'function preheat.reserve() does not exist. Run `preheat migrate` first.',
  ],
  [
    'a fault while all is closed because of another one',
    new SuppressedError(new Error('The connection is in use.'), fault('', {code: '28P01'})),
    'Postgres refuses the password. Correct DATABASE_URL.',
  ],
  ['any other fault', fault('It broke.', {code: 'XX000'}), 'It broke.'],
  ['a fault without words', fault('', {name: 'AggregateError'}), 'AggregateError'],
  ['something that is no error', 'gone', 'gone'],
])('%s is explained', (_, error, words) => {
  expect(explain(error)).toBe(words);
});
