import {describe, expect, test} from 'vitest';
import {draftTexts} from '../../../domain/checks/draft-texts.ts';
import {checkMarkup} from '../../../domain/checks/markup.ts';
import {checkPhrases, checkPromptLeak, checkUnwritten} from '../../../domain/checks/phrases.ts';
import {checkBlankTexts, checkCharacters, checkFences} from '../../../domain/checks/plain-text.ts';
import {checkUrls} from '../../../domain/checks/urls.ts';
import {fencedRequest, systemPrompt} from '../../../domain/prompts/index.ts';
import {sampleRequest} from '../content/sample-answers.ts';

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

test('blank texts are errors, except where nothing may belong', () => {
  const findings = checkBlankTexts(
    draftTexts({title: ' \n', hints: [''], starter_code: '', starter_template: '', expected_output: ''}),
  );
  expect(findings.map(({message}) => message)).toEqual(['title is empty.', 'hints[0] is empty.']);
});

describe('characters', () => {
  test.each(['a\0b', 'a\u0007b', 'half \ud83d'])('%j cannot be stored or shown', text => {
    expect(kinds(checkCharacters(prose(text)))).toEqual(['characters error']);
  });

  test('tabs, line breaks, emoji and other scripts are fine', () => {
    expect(checkCharacters(prose('a\tb\r\n🐍 Переменные 変数'))).toEqual([]);
  });
});

describe('phrases', () => {
  test.each([
    ['apology', "I'm sorry, but there was a problem generating this lesson."],
    ['apology', 'I apologize for the confusion in the example.'],
    ['refusal', 'As an AI, I have no opinion on tabs.'],
    ['refusal', 'As a large language model I know Python.'],
    ['refusal', 'I cannot create a lesson about this.'],
    ['refusal', 'I am unable to generate content.'],
    ['placeholder', 'Lorem ipsum dolor sit amet.'],
    ['placeholder', '[Insert an explanation here]'],
    ['placeholder', 'The content goes here.'],
    ['placeholder', 'This is a placeholder lesson.'],
    ['placeholder', 'The lesson could not be generated.'],
    ['placeholder', 'This content is currently unavailable'],
    ['placeholder', 'Failed to generate lesson.'],
  ])('%s: %s', (check, text) => {
    expect(kinds(checkPhrases(prose(text)))).toEqual([`${check} error`]);
  });

  test.each([
    'Use the `placeholder` attribute for placeholder text in a form field.',
    'Print "Sorry, try again" when the guess is wrong.',
    'A function cannot create a variable outside of its scope.',
    'Large language models predict the next token.',
    "If you can't write a test, the design is too tangled.",
  ])('lets a lesson say: %s', text => {
    expect(checkPhrases(prose(text))).toEqual([]);
  });

  test('does not look into code', () => {
    expect(checkPhrases(code('print("I cannot create a file")'))).toEqual([]);
    expect(checkPhrases(prose('Print it:\n```\nI cannot create a file\n```\n'))).toEqual([]);
  });

  test.each(['TODO', 'tbd.', '...', 'N/A', 'Placeholder'])('%s alone was never written', text => {
    expect(kinds(checkUnwritten(prose(text)))).toEqual(['placeholder error']);
  });

  test('the same may be the answer of a question, or code', () => {
    expect(checkUnwritten([...draftTexts({options: ['...', 'TODO']}), ...code('...')])).toEqual([]);
    expect(checkUnwritten(prose('TODO comments mark what is left to do.'))).toEqual([]);
  });

  test('our own prompt in a lesson is an error', () => {
    const {length} = checkPromptLeak([
      ...prose(fencedRequest(sampleRequest('video'))),
      ...prose(systemPrompt('video')),
    ]);
    expect(length).toBe(2);
    expect(checkPromptLeak(prose('A prompt tells a model what to write.'))).toEqual([]);
  });
});

describe('code fences', () => {
  test.each(['```js\nlet a;', 'a\n~~~\nb', '````\n```\n', '```\na\n``` js\n'])(
    '%j does not close its fence',
    text => {
      expect(kinds(checkFences(prose(text)))).toEqual(['code-fences error']);
    },
  );

  test.each([
    '```js\nlet a;\n```\n',
    '````md\n```js\n```\n````',
    '~~~\n```\n~~~',
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
  ])('%s names nothing real', text => {
    expect(checkUrls(prose(text))).toEqual([]);
  });

  test('in code a real address is a warning', () => {
    expect(kinds(checkUrls(code('git clone https://github.com/owner/repo')))).toEqual(['url warning']);
    expect(kinds(checkUrls(prose('Run `curl https://github.com` once.')))).toEqual(['url warning']);
  });
});
