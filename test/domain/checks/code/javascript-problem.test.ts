import {expect, test} from 'vitest';
import {javascriptProblem} from '../../../../domain/checks/code/javascript-problem.ts';

test.each([
  ['await and return without a function', 'const user = await load();\nreturn user;'],
  ['JSX and types together', 'const Row = (props: {name: string}) => <li>{props.name}</li>;'],
  ['a cast in angle brackets', 'const size = (<Box>shape).size;'],
  ['a declaration without a value', 'declare const limit: number;\nexport const rate: number;'],
  ['a decorated parameter', 'class Users {\n  constructor(@Inject() private db: Db) {}\n}'],
  ['two ways below each other', 'const total = 1;\nconst total = 2;\nexport {total};\nexport {total};'],
  ['an import in a block', 'if (isTest) {\n  import a from "a";\n}'],
  ['what belongs into functions', 'new.target;\nsuper.close();\nconst next = yield 1;'],
  ['break alone', 'if (isDone) break;'],
  ['a module of old', 'declare module Shop {\n  let name: string;\n}'],
  ['a private name of elsewhere', 'class A {\n  area() {\n    return this.#width;\n  }\n}'],
  ['a private name twice', 'class A {\n  #a;\n  #a;\n}'],
  ['a parameter twice', 'function f(a, a) {\n  "use strict";\n}'],
  ['delete of a name', '"use strict";\ndelete total;'],
  ['a value for eval', '"use strict";\neval = 1;'],
  ['a variable named arguments', '"use strict";\nlet arguments = 1;'],
  ['an octal number', '"use strict";\n010;'],
  ['an octal escape', '"use strict";\n"\\01";'],
  ['with', '"use strict";\nwith (total) {\n}'],
])('a program with %s parses', (_, code) => {
  expect(javascriptProblem(code)).toBeNull();
});

test.each([
  ['an object', '{\n  "name": "Ann",\n  "age": 3\n}'],
  ['an object that ends with a semicolon', '{ "age": 1 + 2 };'],
  ['a type', '{ name: string; age?: number }'],
  ['some properties', "name: 'Ann',\nage: 3,"],
  ['a method', 'async area() {\n  return this.width * this.height;\n}'],
  ['a method below its comment', '// in the class\narea() {\n  return 1;\n}'],
  ['a line that opens a block', 'for (const user of users) {'],
  ['a line that heads a block', 'if (age >= 18)'],
  ['a case', 'case "added":\n  return [...tasks, action.task];'],
  ['a case below its comment', '// when added\ncase "added":\n  return tasks;'],
  ['the default case', 'default:\n  return tasks;'],
  ['an opening tag', '<form action={save}>'],
  ['elements side by side', '<dt>{name}</dt>\n<dd>{age}</dd>'],
  ['a link of a chain', '.catch(error => console.error(error))'],
  ['the beginning of a function', 'function Form() {\n  const [name, setName] = useState("}");\n  // ...'],
  ['a beginning that goes on in dots', 'function Form({a}) {\n  const rows = [1, 2].map(n => {\n    ...'],
])('%s is a fragment', (_, code) => {
  expect(javascriptProblem(code)).toBeNull();
});

test.each([
  ['a body', 'function load() { ... }'],
  ['arguments', 'load(...);'],
  ['items', 'const all = [1, 2, ...];'],
  ['properties', 'const user = {name, ..., age};'],
  ['a value', 'const user = …;'],
  ['a value in a comment', 'const user = /* ... */;\nsave(user);'],
  ['what a comment alone stands for', 'return (\n  // ...\n);'],
  ['words between dots', 'const routes = [\n  ... the other routes ...\n];'],
  ['words after dots', 'function load() {\n  ... more of the same\n}'],
  ['dots before a comment', 'if (ok) {\n  ... // and so on\n}'],
])('dots stand for %s', (_, code) => {
  expect(javascriptProblem(code)).toBeNull();
});

test('commands of a terminal and pages are no JavaScript', () => {
  expect(javascriptProblem('$ npm install express\nconst app = express();')).toBeNull();
  expect(javascriptProblem('<!DOCTYPE html>\n<p>{</p>')).toBeNull();
  expect(javascriptProblem('<script>\nif (a {\n</script>')).toBeNull();
});

test.each([
  ['an open bracket', 'const a = 1;\nconst b = (2;\n', 2, 'Unexpected token, expected ","'],
  ['an open block', 'function f() {\n  return 1;\n', 3, 'Unexpected token'],
  ['an open string', 'const a = 1;\nconst b = "x;\n', 2, 'Unterminated string constant'],
  ['two values in a row', 'const a = 1 2;', 1, 'Missing semicolon'],
  ['no name', 'const = 5;', 1, 'Unexpected token'],
  ['no value', 'const a;\na = 1;', 1, 'Missing initializer in const declaration'],
  ['another element’s end', '<ul>\n  <li>\n</ul>', 3, 'Expected corresponding JSX closing tag for <li>'],
  ['an assignment to a sum', 'a + 1 = b;', 1, 'Invalid left-hand side in assignment expression'],
  ['an error behind a tolerated one', 'let a; let a;\nlet b = ;', 2, 'Unexpected token'],
  ['an error behind what is left out', 'load(...);\nlet b = (;', 2, 'Unexpected token'],
  ['properties without a comma', "const user = {\n  name: 'Ann'\n  age: 3\n};", 3, 'expected ","'],
])('%s is a problem in its line', (_, code, line, reason) => {
  expect(javascriptProblem(code)).toEqual({line, reason: expect.stringContaining(reason) as unknown});
});
