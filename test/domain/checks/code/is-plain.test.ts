import {expect, test} from 'vitest';
import {isPlain} from '../../../../domain/checks/code/is-plain.ts';

test.each([
  ['javascript', 'for (let i = 0; i < 9; i += 1) {\n  console.log(names[i] ?? "", user?.name, i <= 3);\n}'],
  [
    'javascript',
    'describe("sum", () => {\n  it("adds", () => {\n    expect(sum([1, f(2)])).toBe(3);\n  });\n});',
  ],
  ['javascript', `return (\n  <ul>\n${'    <li key={id}>{name}</li>\n'.repeat(20)}  </ul>\n);`],
  ['javascript', 'const ok = a < b ? f<T>(c) : d;'],
  ['javascript', `f(${'[0], '.repeat(50)});`],
  ['sql', 'select sum(case when a in (1, (select 2)) then 1 end) from t where b = (c + 1) * 2;'],
  ['python', `x = ${'['.repeat(90)}${']'.repeat(90)}`],
  ['json', `${'['.repeat(90)}${']'.repeat(90)}`],
  ['jsonc', `${'['.repeat(90)}${']'.repeat(90)}`],
] as const)('usual %s is plain: %s', (language, code) => {
  expect(isPlain(code, language)).toBe(true);
});

test.each(['javascript', 'json', 'jsonc', 'python', 'sql'] as const)('long %s is not plain', language => {
  expect(isPlain('a'.repeat(1_500), language)).toBe(true);
  expect(isPlain('a'.repeat(1_501), language)).toBe(false);
});

test.each([
  ['type arguments', 'a<b>(', 4],
  ['type arguments after a blank', 'a <b>(', 4],
  ['type arguments of what a call gives', 'a()<b>(', 4],
  ['type arguments of an item', 'a[0]<b>(', 4],
  ['type arguments of an optional call', 'a?.<b>(', 4],
  ['conditions', 'a ? (b) : ', 4],
  ['conditions before a number', 'a?.5:', 4],
  ['round brackets', '(', 9],
  ['square brackets', '[', 9],
  ['curly brackets', '{', 9],
  ['brackets whose partners are quoted', '(")"', 9],
  ['brackets whose partners are in comments', '( /* ) */', 9],
  ['brackets whose partners are in a line of comment', '( // )\n', 9],
])('JavaScript with many %s is not plain', (_, piece, tooMany) => {
  expect(isPlain(piece.repeat(tooMany - 1), 'javascript')).toBe(true);
  expect(isPlain(piece.repeat(tooMany), 'javascript')).toBe(false);
});

test.each([
  ['queries', 'select * from lateral (', 4],
  ['items', 'select a[', 4],
  ['brackets whose partners are quoted', "( ')' ", 4],
  ['brackets whose partners are in a comment', '( -- )\n', 4],
])('SQL with many %s inside each other is not plain', (_, piece, tooMany) => {
  expect(isPlain(piece.repeat(tooMany - 1), 'sql')).toBe(true);
  expect(isPlain(piece.repeat(tooMany), 'sql')).toBe(false);
});
