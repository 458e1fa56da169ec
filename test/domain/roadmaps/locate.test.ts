import {expect, test} from 'vitest';
import {readYaml} from '../../../domain/roadmaps/read-yaml.ts';

const text = `# a comment
title: x
steps:
  - title: a

  - description: >
      two
      lines
    "styles":
      - video
      - mixed
1: number
`;

test.each([
  [[], 2],
  [['title'], 2],
  [['steps'], 3],
  [['steps', 0], 4],
  [['steps', 1], 6],
  [['steps', 1, 'description'], 6],
  [['steps', 1, 'styles'], 9],
  [['steps', 1, 'styles', 1], 11],
  [['1'], 12],
])('the field %j is at line %i', (path, line) => {
  expect(readYaml(text, 'f.yaml').documents[0]?.locate(path)).toBe(line);
});

test.each([
  [['id'], 2],
  [['steps', 7], 3],
  [['steps', 1, 'title'], 6],
  [['title', 'more'], 2],
])('a field that is not there, %j, is at the line of what should hold it, %i', (path, line) => {
  expect(readYaml(text, 'f.yaml').documents[0]?.locate(path)).toBe(line);
});

test('lines are those of the file, not of the document', () => {
  expect(readYaml('a: 1\n---\n\nb: 2\n', 'f.yaml').documents[1]?.locate(['b'])).toBe(4);
});

test('lines are counted with Windows line ends too', () => {
  expect(readYaml('a: 1\r\nb: 2\r\n', 'f.yaml').documents[0]?.locate(['b'])).toBe(2);
});
