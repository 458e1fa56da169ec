import {expect, test} from 'vitest';
import {guessLanguage} from '../../console/src/components/guess-language.ts';
import {webAddress} from '../../console/src/components/safe-link.ts';

test.each([
  ['python', 'def total(items):\n    return sum(items)\n'],
  ['python', 'limit = 3\nprint(limit)'],
  ['javascript', 'const a = 1;\nconsole.log(a);'],
  ['typescript', 'interface User {\n  name: string;\n}'],
  ['go', 'package main\n\nfunc main() {}'],
  ['sql', 'SELECT name FROM users WHERE id = 1;'],
  ['docker', 'FROM node:24\nRUN npm ci'],
  ['bash', 'git commit -m "x"\ngit push'],
  ['yaml', 'apiVersion: v1\nkind: Pod'],
  ['html', '<ul>\n  <li>One</li>\n</ul>'],
  ['json', '{"a": [1, 2]}'],
  [undefined, 'Just some words about nothing.'],
  [undefined, ''],
])('%s', (language, code) => {
  expect(guessLanguage(code)).toBe(language);
});

test.each([
  ['https://example.org/a', 'https://example.org/a'],
  [' http://example.org ', 'http://example.org/'],
  ['javascript:alert(1)', undefined],
  ['jAvA\nscript:alert(1)', undefined],
  ['data:text/html,<script>', undefined],
  ['vbscript:x', undefined],
  ['//example.org', undefined],
  ['/lessons/1', undefined],
  ['mailto:a@example.org', undefined],
  [null, undefined],
  [{}, undefined],
])('an address of the web: %s', (given, address) => {
  expect(webAddress(given)).toBe(address);
});
