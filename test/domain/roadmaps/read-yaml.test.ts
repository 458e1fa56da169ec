import {expect, test} from 'vitest';
import {formatProblem} from '../../../domain/roadmaps/problem.ts';
import {readYaml} from '../../../domain/roadmaps/read-yaml.ts';

function problemsOf(text: string): string[] {
  return readYaml(text, 'f.yaml').problems.map(formatProblem);
}

test.each([
  ['a: 1\nb: c: d\n', /^f\.yaml:2: YAML: Nested mappings.* Put text that holds ": " in quotes$/],
  ['a: 1\na: 2\n', /^f\.yaml:2: YAML: Map keys must be unique\. Remove one of the two$/],
  ['a:\n\tb: 2\n', /^f\.yaml:2: YAML: Tabs are not allowed.* Indent with spaces$/],
  ['a: 1\nb: @c\n', /^f\.yaml:2: YAML: .*reserved character @\. Put text that starts with @ or ` in quotes$/],
  ['a: 1\nb: !c d\n', /^f\.yaml:2: YAML: Unresolved tag: !c\. Put text that starts with ! in quotes$/],
  ['{"a": 1,\n"b": 2', /^f\.yaml:2: YAML: Flow map.* Add the missing bracket, comma, colon or quote$/],
  ['a: &b 1\nc: *b\n', /^f\.yaml:2: YAML: The alias \*b is not supported\. Write the value itself/],
  ['a: 1\nb: *c\n', /^f\.yaml:2: YAML: The alias \*c is not supported\. Write the value itself/],
])('broken YAML names the line and what to do: %j', (text, problem) => {
  const problems = problemsOf(text);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(problem);
});

test('a document with a fault is left out and the others are read', () => {
  const {documents, problems} = readYaml('a: 1\n---\nb: c: d\n---\ne: 2\n', 'f.yaml');
  expect(documents.map(({data}) => data)).toEqual([{a: 1}, {e: 2}]);
  expect(problems.map(({line}) => line)).toEqual([3]);
});

test('text that cannot be stored is refused with its line', () => {
  expect(problemsOf('a: 1\nb: \0\n')).toEqual([
    'f.yaml:2: file: holds a NUL character: save it as UTF-8 text',
  ]);
});

test('text that was decoded from another encoding is refused with its line', () => {
  const latin1 = new TextDecoder().decode(Uint8Array.of(0x61, 0x3a, 0x0a, 0xe9));
  expect(problemsOf(latin1)).toEqual([
    'f.yaml:2: file: holds bytes that are no UTF-8: save it as UTF-8 text',
  ]);
});

test('keys that are no text give no warning of the process', async () => {
  const warnings: Error[] = [];
  const keep = (warning: Error): void => void warnings.push(warning);
  process.on('warning', keep);
  readYaml('{{ a }}: 1', 'f.yaml');
  // Warnings are emitted on the next tick, before this.
  await new Promise<void>(resolve => {
    setImmediate(resolve);
  });
  process.off('warning', keep);
  expect(warnings).toEqual([]);
});
