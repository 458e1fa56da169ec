import {expect, test} from 'vitest';
import {jsoncProblem, jsonProblem} from '../../../../domain/checks/code/json-problem.ts';

test.each([
  ['a value', '{"a": [1, true, null, "x"]}'],
  ['comments', '{\n  // the name\n  "a": "// no comment", /* and\n  more */ "b": 2\n}'],
  ['dots at the end', '{"a": 1, ...}'],
  ['dots in the middle', '[1, ..., 9]'],
  ['dots alone', '{"a": { … }}'],
  ['dots at the beginning', '{..., "a": 1}'],
  ['dots in a string, and a shortened list', '{"a": "and so on ...", "b": [1, ...]}'],
  ['some members', '"scripts": {"test": "vitest"},'],
  ['one value below the other', '{"a": 1}\n{"a": 2}\n\n[\n  3\n]'],
  ['a response', 'HTTP/1.1 200 OK\nContent-Type: application/json\n\n{"a": 1}'],
  ['a request', 'POST /users HTTP/1.1\n\n{"a": 1}'],
])('%s may stand in an example of JSON', (_, code) => {
  expect(jsonProblem(code)).toBeNull();
});

test.each([
  ['a trailing comma', '{\n  "a": 1,\n}', 3, 'Expected double-quoted property name'],
  ['single quotes', "{'a': 1}", 1, 'Expected property name'],
  ['a bare name', '{a: 1}', 1, 'Expected property name'],
  ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', 3, "Expected ',' or '}' after property value"],
  ['a missing comma between rows', '[\n{"a": 1}\n{"a": 2}\n]', 3, "Expected ',' or ']'"],
  ['a word of Python', '{"a": True}', null, "Unexpected token 'T'"],
  ['no end', '{"a": [1, 2}', 1, "Expected ',' or ']'"],
  ['a comma too many, below a comment', '{\n  // why\n  "a": 1,, "b": 2\n}', 3, 'Expected double-quoted'],
  [
    'the same below lines of it',
    '{\n  /* why,\n  and how */\n  "a": 1,, "b": 2\n}',
    4,
    'Expected double-quoted',
  ],
])('%s is a problem', (_, code, line, reason) => {
  expect(jsonProblem(code)).toEqual({line, reason: expect.stringContaining(reason) as unknown});
});

test('in JSON with comments a comma may trail, and nothing else is looser', () => {
  expect(jsoncProblem('{\n  // why\n  "a": [1, 2,],\n  "b": ", }",\n}')).toBeNull();
  expect(jsoncProblem('{\n  "a": 1\n  "b": 2,\n}')).toMatchObject({line: 3});
});
