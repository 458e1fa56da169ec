import {expect, test} from 'vitest';
import {splitMarkdown} from '../../../domain/checks/markdown.ts';

test('a fenced block comes with what names it and the line above', () => {
  const text = 'Before\n\nThe first:\n\n```js title="a"\nlet a;\n\n```\n~~~ sql\nselect 1\n~~~\nAfter';
  expect(splitMarkdown(text)).toEqual({
    prose: 'Before\n\nThe first:\n\nAfter',
    fences: [
      {info: 'js title="a"', code: 'let a;\n', lead: 'The first:'},
      {info: 'sql', code: 'select 1', lead: 'The first:'},
    ],
    isFenceBalanced: true,
  });
});

test('a block within a list loses the indentation of its opening line, and no more', () => {
  const {fences} = splitMarkdown('- one\n  ```python\n  if a:\n      b\n c\n  ```');
  expect(fences).toEqual([{info: 'python', code: 'if a:\n    b\nc', lead: '- one'}]);
});

test('a block that never ends is none', () => {
  const {fences, isFenceBalanced} = splitMarkdown('```js\nlet a;');
  expect({fences, isFenceBalanced}).toEqual({fences: [], isFenceBalanced: false});
});

test('text without a mark of code is prose as it stands', () => {
  expect(splitMarkdown('One.\n\nTwo.')).toEqual({prose: 'One.\n\nTwo.', fences: [], isFenceBalanced: true});
});
