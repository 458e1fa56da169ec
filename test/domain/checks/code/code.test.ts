import {expect, test} from 'vitest';
import {checkCode} from '../../../../domain/checks/code/index.ts';
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

test.each([
  ['brackets by the thousand', '['.repeat(15_000)],
  ['a dump', 'x = (1;\n'.repeat(20_000)],
])('%s neither throw nor hang', (_, code) => {
  const found = ['json', 'js', 'python', 'sql'].map(language => severities(fenced(language, code)).length);
  expect(Math.max(...found)).toBeLessThanOrEqual(1);
});

test('the first few findings are enough', () => {
  const code_examples = Array.from({length: 20}, () => ({language: 'json', code: '{'}));
  expect(severities({code_examples})).toHaveLength(8);
});
