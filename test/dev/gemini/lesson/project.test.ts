import {expect, test} from 'vitest';
import {projectMaterial} from '../../../../dev/gemini/lesson/project.ts';

const project = (turn: number) => projectMaterial('Python Variables', 'Name the problem', 'start', turn);

test('a project is about the subject, and asks for the promise as well', () => {
  expect(project(0)).toEqual({
    title: 'A small notebook on Python Variables',
    description: expect.stringContaining('what you know about Python Variables'),
    requirements: expect.arrayContaining(['It has one check for this promise: Name the problem.']),
    starter_template: 'start',
    estimated_time: '45 minutes',
  });
});

test('the lessons of a step take turns with the projects', () => {
  const titles = [0, 1, 2, 3].map(turn => (project(turn) as {title: string}).title);
  expect(new Set(titles).size).toBe(3);
  expect(titles[3]).toBe(titles[0]);
});
