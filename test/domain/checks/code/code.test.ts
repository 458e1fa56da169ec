import {expect, test} from 'vitest';
import {fillElisions} from '../../../../domain/checks/code/elisions.ts';
import {checkCode} from '../../../../domain/checks/code/index.ts';
import {inferredLanguage} from '../../../../domain/checks/code/languages.ts';
import {draftTexts} from '../../../../domain/checks/draft-texts.ts';
import {sampleRequest} from '../../content/sample-answers.ts';

const fenced = (language: string, code: string) => ({
  content: `As follows:\n\n\`\`\`${language}\n${code}\n\`\`\``,
});

function severities(answer: unknown, changes: Parameters<typeof sampleRequest>[1] = {}): string[] {
  const request = sampleRequest('reading', changes);
  return checkCode(request, draftTexts(answer)).map(({severity}) => severity);
}

test.each([
  ['json', '{"a": [1, 2, {"b": null}]}'],
  ['jsonc', '{\n  // why\n  "a": 1,\n}'],
  ['js', 'const user = await load(1);\nreturn user;'],
  ['ts', 'const pick = <T,>(all: T[]): T | undefined => all[0];'],
  ['ts', 'const limit: number;'],
  ['ts', 'class User { @column() accessor name = ""; }'],
  ['jsx', '<Form>{fields.map(one => <Field key={one} />)}</Form>'],
  ['js', '{ a: 1, ...rest }'],
  ['js', 'items.map(item => {\n  // ...\n});'],
  ['js', "const page = '<!doctype html>';"],
  ['python', 'def total(prices: list[float]) -> float:\n    return sum(prices)'],
  ['python', '>>> 1 + 1\n2'],
  ['python', 'match point:\n    case (0, y):\n        print(y)'],
  ['sql', 'select name, count(*) from orders group by name having count(*) > 1;'],
  ['sql', 'SELECT `id` FROM `stock` LIMIT 5;'],
  ['sql', 'grant select on all tables in schema public to reader;'],
  ['bash', 'for f in *.md; do echo "$f"'],
  ['', 'anything ( at all'],
])('good %s is left alone: %s', (language, code) => {
  expect(severities(fenced(language, code))).toEqual([]);
});

test.each([
  ['json', '{"a": 1,, "b": 2}'],
  ['json', "{'a': 1}"],
  ['js', 'const a = [1, 2;\nconsole.log(a);'],
  ['js', "const locale;\nlocale = 'pl';"],
  ['js', "const page = '<!doctype html>';\nif (page {"],
  ['ts', 'interface User {\n  id:: string;\n}'],
  ['jsx', 'const a = <Form><Field></Form>;'],
  ['python', 'def total(prices)\n    return sum(prices)'],
  ['python', 'print "hello"'],
  ['python', 'for x in range(3):\nprint(x)'],
  ['sql', 'select name from orders where (total > 5;'],
  ['sql', 'select sku, pieces, from stock;'],
  ['sql', 'selet name form customers;'],
])('broken %s is an error: %s', (language, code) => {
  expect(severities(fenced(language, code))).toEqual(['error']);
});

test('the message names path, language, line and reason', () => {
  const [finding] = checkCode(sampleRequest('reading'), draftTexts(fenced('js', 'let a = 1;\nlet b = (2;')));
  expect(finding?.check).toBe('code');
  expect(finding?.message).toMatch(
    /^content \(block 1\) cannot be parsed as JavaScript or TypeScript: .+ in line 2, "let b = \(2;"\.$/,
  );
});

test.each(['js', 'JavaScript', 'language-js', '{.js}', 'js {1,3}', 'Node.js', 'TypeScript (React)'])(
  '%s names JavaScript',
  language => {
    expect(severities(fenced(language, 'let 1st;'))).toEqual(['error']);
  },
);

test('a message without a line is whole as well', () => {
  const [finding] = checkCode(sampleRequest('reading'), draftTexts(fenced('json', '{"a": True}')));
  expect(finding?.message).toBe(
    `content (block 1) cannot be parsed as JSON: Unexpected token 'T', "{"a": True}".`,
  );
});

test.each([
  ['half a character', 'json', '{"a": 😀}', `JSON: Unexpected token '\ufffd', "{"a": 😀}"`],
  ['NUL', 'python', 'x = 5 \0', 'Python 3: unexpected "\ufffd" in line 1, "x = 5 \ufffd"'],
])('a parser that stumbles over %s is quoted as it can be stored', (_, language, code, reason) => {
  const [finding] = checkCode(sampleRequest('reading'), draftTexts(fenced(language, code)));
  expect(finding?.message).toBe(`content (block 1) cannot be parsed as ${reason}.`);
});

test('nothing, a dump and a loop of blocks are not judged', () => {
  const broken = {language: 'json', code: '{'};
  const empty = {language: 'json', code: '{}'};
  expect(severities({code_examples: [{...broken, code: ' \n'}]})).toEqual([]);
  expect(severities({code_examples: [{...broken, code: '{'.padEnd(20_000)}]})).toEqual(['error']);
  expect(severities({code_examples: [{...broken, code: '{'.padEnd(20_001)}]})).toEqual([]);
  expect(severities({code_examples: [...Array.from({length: 59}, () => empty), broken]})).toEqual(['error']);
  expect(severities({code_examples: [...Array.from({length: 60}, () => empty), broken]})).toEqual([]);
});

test('a field of code is read in the language beside it', () => {
  const broken = {title: 'Sum', language: 'Python 3', code: 'def total(:', explanation: 'It adds.'};
  expect(severities({code_examples: [broken]})).toEqual(['error']);
  expect(severities({code_examples: [{...broken, language: 'Fortran'}]})).toEqual([]);
});

test('a solution is read in the language that the titles and the code tell', () => {
  const exercises = [{solution: 'def total(prices):\n    return sum(prices', starter_code: ''}];
  expect(severities({exercises}, {roadmapTitle: 'Python'})).toEqual(['error']);
  expect(severities({exercises}, {stepTitle: 'Sums', roadmapTitle: 'Maths'})).toEqual([]);
});

test('a beginning may have gaps: a warning', () => {
  const exercises = [{starter_code: 'def total(prices):\n    return sum(', solution: ''}];
  expect(severities({exercises}, {roadmapTitle: 'Python'})).toEqual(['warning']);
});

test.each([
  ['named before it', {content: 'This is a SyntaxError:\n\n```python\nprint "hello"\n```'}],
  ['said before it', {content: 'This does not run:\n\n```python\nprint "hello"\n```'}],
  ['marked in it', fenced('python', 'print "hello"  # wrong')],
])('a mistake on purpose, %s, is a warning', (_, answer) => {
  expect(severities(answer)).toEqual(['warning']);
});

test('a fence around a whole field names its language; one within its strings does not', () => {
  const wrapped = {solution: '```python\nprint(1\n```'};
  const within = {solution: 'text = """\n```json\n{\n```\n"""\nprint(text)'};
  expect(severities({exercises: [wrapped]}, {stepTitle: 'Sums', roadmapTitle: 'Maths'})).toEqual(['error']);
  expect(severities({exercises: [{solution: '```python\nprint(1)\n```'}]})).toEqual([]);
  expect(severities({exercises: [within]}, {roadmapTitle: 'Python'})).toEqual([]);
});

test.each([
  ['a terminal', '$ python\nprint("and (so on"'],
  ['a script', '#!/usr/bin/env bash\nprint("and (so on"'],
  ['commands', 'pip install pytest\nprint("and (so on"'],
  ['a page', '<p>{{ total }}</p>\nprint("'],
  ['prose', 'Write down what a variable is (and what not'],
])('%s in a lesson on Python are not read as Python', (_, solution) => {
  expect(severities({exercises: [{solution}]}, {roadmapTitle: 'Python'})).toEqual([]);
});

test('where two languages come into question, none is taken', () => {
  const exercises = [{solution: 'import React\nconst App = () => (;'}];
  expect(severities({exercises}, {stepTitle: 'State', roadmapTitle: 'React'})).toEqual(['error']);
  expect(severities({exercises}, {stepTitle: 'React', roadmapTitle: 'Python'})).toEqual([]);
});

test('what a program prints is not read as code', () => {
  expect(severities({exercises: [{expected_output: 'json {'}]})).toEqual([]);
});

test.each([
  ['python', 'total (', '# wrong'],
  ['js', 'let 1st = 2;', '// SyntaxError: a name begins with a letter'],
  ['sql', 'select from where;', '-- ❌ nothing to select'],
  ['json', '{"a": 1,}', '// not allowed: a trailing comma'],
])(
  'a comment on the line before or after it marks a mistake in %s as one on purpose',
  (language, code, comment) => {
    expect(severities(fenced(language, `${comment}\n${code}`))).toEqual(['warning']);
    expect(severities(fenced(language, `${code}\n${comment}`))).toEqual(['warning']);
    expect(severities(fenced(language, `${comment}\n\n\n${code}`))).toEqual(
      comment.includes('SyntaxError') ? ['warning'] : ['error'],
    );
  },
);

test('a title or an explanation may say that the code is broken', () => {
  const broken = {language: 'json', code: '{"a": 1,}', title: 'A list', explanation: 'It has a comma.'};
  expect(severities({code_examples: [broken]})).toEqual(['error']);
  expect(severities({code_examples: [{...broken, title: 'A mistake'}]})).toEqual(['warning']);
  expect(severities({code_examples: [{...broken, explanation: 'It gives a syntax error.'}]})).toEqual([
    'warning',
  ]);
});

test.each([
  ['brackets by the thousand', '['.repeat(15_000)],
  ['a dump', 'x = (1;\n'.repeat(20_000)],
])('%s neither throw nor hang', (_, code) => {
  const found = ['json', 'js', 'python', 'sql'].map(language => severities(fenced(language, code)).length);
  expect(Math.max(...found)).toBeLessThanOrEqual(1);
});

test('code that a parser cannot come to an end with, or that exhausts it, is a warning', () => {
  const tangle = `x = ${'a<b>('.repeat(60)}`;
  const deep = `select ${'('.repeat(4_000)}1${')'.repeat(4_000)}`;
  const answer = {
    code_examples: [
      {language: 'sql', code: deep},
      {language: 'ts', code: tangle},
    ],
  };
  const messages = checkCode(sampleRequest('reading'), draftTexts(answer)).map(({message}) => message);
  expect(messages).toEqual([
    'No parser could judge code_examples[0].code as SQL: Maximum call stack size exceeded.',
    'No parser could judge code_examples[1].code and the code after it: it takes longer than 2000 ms.',
  ]);
});

test('the first few errors are enough, and warnings hide none', () => {
  const broken = {language: 'json', code: '{'};
  const warned = {...broken, title: 'A syntax error'};
  const answer = (...examples: object[]) => ({code_examples: examples});
  expect(severities(answer(...Array.from({length: 20}, () => broken)))).toHaveLength(8);
  const found = severities(answer(...Array.from({length: 20}, () => warned), broken));
  expect(found.filter(severity => severity === 'error')).toHaveLength(1);
});

test('words behind dots, and blank lines before code, take no time for their length', () => {
  expect(fillElisions(`... ${'a'.repeat(10_000)}!`)).toBe(`... ${'a'.repeat(10_000)}!`);
  expect(fillElisions('  … ab')).toBe('_');
  expect(fillElisions('  … a b1-c’s …')).toBe('_');
  expect(fillElisions('... a')).toBe('... a');
  const request = sampleRequest('reading', {stepTitle: 'SQL'});
  expect(inferredLanguage(request, `${'\n'.repeat(10_000)}-- x`)).toBeNull();
  expect(inferredLanguage(request, '\n \n-- x\n\n  -- y\n\nselect 1')).toBe('sql');
});
