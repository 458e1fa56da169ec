import {describe, expect, test} from 'vitest';
import {draftTexts, excerpt} from '../../../domain/checks/draft-texts.ts';
import {checkMarkup} from '../../../domain/checks/markup.ts';
import {checkBlankTexts, checkCharacters, checkFences} from '../../../domain/checks/plain-text.ts';
import {checkUrls} from '../../../domain/checks/urls.ts';

const prose = (text: string) => draftTexts({study_guide: text});
const code = (text: string) => draftTexts({solution: text});
const kinds = (findings: {check: string; severity: string}[]) =>
  findings.map(({check, severity}) => `${check} ${severity}`);

test('texts are found in order, with their paths', () => {
  const texts = draftTexts({
    title: 'a',
    exercises: [{hints: ['b', 'c']}, {solution: 'd'}],
    count: 3,
    none: null,
  });
  expect(texts.map(({path, key, text, isCode}) => [path, key, text, isCode])).toEqual([
    ['title', 'title', 'a', false],
    ['exercises[0].hints[0]', 'hints', 'b', false],
    ['exercises[0].hints[1]', 'hints', 'c', false],
    ['exercises[1].solution', 'solution', 'd', true],
  ]);
});

test.each([
  ['short', ' a\n  b ', 'a b'],
  ['long', 'x'.repeat(81), `${'x'.repeat(79)}…`],
  ['cut within a character', `${'x'.repeat(78)}🎉🎉`, `${'x'.repeat(78)}\ufffd…`],
  ['of half a character', '\udf89 b', '\ufffd b'],
  ['with NUL', 'a\0b', 'a\ufffdb'],
])('an excerpt that is %s can be stored', (_, text, expected) => {
  expect(excerpt(text)).toBe(expected);
});

test('blank texts are errors, except where nothing may belong', () => {
  const findings = checkBlankTexts(
    draftTexts({title: ' \n', hints: [''], starter_code: '', starter_template: '', expected_output: ''}),
  );
  expect(findings.map(({message}) => message)).toEqual(['title is empty.', 'hints[0] is empty.']);
});

test.each([
  ['a bullet', {key_takeaways: '- '}],
  ['a zero-width blank', {options: '\u200b'}],
  ['an empty fence in a code field', {solution: '```python\n\n```'}],
])('%s says nothing', (_, answer) => {
  expect(kinds(checkBlankTexts(draftTexts(answer)))).toEqual(['empty-text error']);
});

test.each([
  ['a sign as an option', {options: '-'}],
  ['a sign as code', {code: '-'}],
  ['a sign between backticks', {hints: '`-`'}],
  ['an emoji', {key_concepts: '🐍'}],
  ['a number', {hints: '7'}],
  ['a letter of any script', {hints: '漢'}],
])('%s says something', (_, answer) => {
  expect(checkBlankTexts(draftTexts(answer))).toEqual([]);
});

describe('characters', () => {
  test.each(['a\0b', 'a\u0007b', 'half \ud83d', 'left \u202d', 'right \u202e'])(
    '%j cannot be stored or shown',
    text => {
      expect(kinds(checkCharacters(prose(text)))).toEqual(['characters error']);
    },
  );

  test('tabs, line breaks, emoji and other scripts are fine', () => {
    expect(checkCharacters(prose('a\tb\r\n🐍 Переменные 変数'))).toEqual([]);
  });
});

describe('code fences', () => {
  test.each([
    '```js\nlet a;',
    'a\n~~~\nb',
    '````\n```\n',
    '```\na\n``` js\n',
    '```js\na\n\nText\n\n```c++\nb\n```\n',
  ])('%j does not close its fence', text => {
    expect(kinds(checkFences(prose(text)))).toEqual(['code-fences error']);
  });

  test.each([
    '```js\nlet a;\n```\n',
    '````md\n```js\n```\n````',
    '~~~\n```\n~~~',
    '~~~\n```js\n~~~',
    '```\n``` not a name\n```',
    '```js\r\nlet a;\r\n```\r\n',
    'Use ```x``` inline.',
    '- a\n  ```\n  b\n  ```',
  ])('%j closes it', text => {
    expect(checkFences(prose(text))).toEqual([]);
  });

  test('code is held to it as well', () => {
    expect(kinds(checkFences(code('```python\nx = 1')))).toEqual(['code-fences error']);
  });
});

describe('HTML', () => {
  test.each([
    'Run <script>alert(1)</script> now',
    'A lone <iframe> in text',
    '<img src=x onerror="alert(1)">',
    'This is <b>bold</b> text',
    'First line<br>second line',
    'Click [here](javascript:alert(1))',
    '<svg/onload=x>',
    '<x onclick=run()>',
    '<img src=x>',
    'A <a href=x>link',
    'The square e<sup>2</sup>',
    'An open list <ul><li>one',
    '<ul> </ul>',
    '<!-- a note -->',
  ])('%s is an error in text', text => {
    expect(kinds(checkMarkup(prose(text)))).toEqual(['html error']);
  });

  test.each([
    'Put it into a `<script>` element.',
    '```html\n<script src="app.js"></script>\n```',
    'A Promise<object> resolves to a Map<string, number>.',
    'The <p> element is a paragraph.',
    'The <Form> component of React',
    'JavaScript: The parts that matter',
    'if a < b and c > d',
    'The attribute onclick="run()" of a button',
    'Vec<Vec<u8>> holds bytes, Map<string, Set<number>> sets',
    'In code ``<img src=`x`>`` it is fine.',
    '```html\r\n<script>\r\n```\r\n',
  ])('%s is fine', text => {
    expect(checkMarkup(prose(text))).toEqual([]);
  });

  test('code may be HTML', () => {
    expect(checkMarkup(code('<script>alert(1)</script>'))).toEqual([]);
  });
});

describe('web addresses', () => {
  test.each([
    'See https://docs.python.org/3/.',
    'Watch www.youtube.com/watch?v=abc',
    'Watch youtu.be/abc now',
    '[docs](https://react.dev/learn)',
    'http://user@evil.com:80/x',
    'https://example.com.evil.com/',
    'Short: bit.ly/abc',
    'Go to www.python.org.',
    'See docs.python.org/3/ for more.',
    'See github.com.evil.com/x',
    '[next](/lessons/2)',
    '[next](lesson-2.md)',
    '![a ring](ring.png)',
    'word![a ring](ring.png)',
  ])('%s is an error in text', text => {
    expect(kinds(checkUrls(prose(text)))).toEqual(['url error']);
  });

  test.each([
    'Open http://localhost:3000/users and http://127.0.0.1:8080.',
    'GET https://api.example.com/users?page=2',
    'http://api:3000/health reaches the other container',
    'Addresses begin with https:// and a host.',
    'https://{host}/path is a template',
    'Call 10.0.0.5 at http://10.0.0.5/',
    'http://shop.default.svc.cluster.local/ and http://shop.default.svc/',
    'http://host.docker.internal:3000/',
    'example.com/aB3 leads on',
    'The module github.com/gorilla/mux and golang.org/x/net',
    'The key app.kubernetes.io/name, bit.ly, and react.dev',
    'ana@mail.example.org/x and ./a.com/b',
    'handlers[name](event.target)',
    '[above](#part-1), [mail](mailto:ana@example.com) and [x](y)',
    '[local](http://localhost:3000/a)',
  ])('%s names nothing real', text => {
    expect(checkUrls(prose(text))).toEqual([]);
  });

  test('in code a real address is a warning', () => {
    expect(kinds(checkUrls(code('git clone https://github.com/owner/repo')))).toEqual(['url warning']);
    expect(kinds(checkUrls(prose('Run `curl https://github.com` once.')))).toEqual(['url warning']);
  });
});
