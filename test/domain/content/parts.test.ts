import {expect, test} from 'vitest';
import {withoutFence} from '../../../domain/content/parts.ts';

test.each([
  ['a fence with a language', '```js\nlet a;\nlet b;\n```', 'let a;\nlet b;'],
  ['blanks around the fence', '\n  ```\nx\n  ```  \n', 'x'],
  ['a fence of tildes', '~~~\nx\n~~~', 'x'],
  ['an empty block', '```\n```', ''],
])('takes away %s', (_, text, code) => {
  expect(withoutFence(text)).toBe(code);
});

test.each([
  ['plain code', '  x = 1\n'],
  ['a fence that does not close', '```js\nx'],
  ['a fence inside of other text', 'Run:\n```\nx\n```'],
  ['inline code', '`x`'],
  ['two fences with text between them', '```\nx\n```\nand\n```\ny\n```'],
  ['a line of backticks alone', '```'],
])('leaves %s as it is', (_, text) => {
  expect(withoutFence(text)).toBe(text);
});
