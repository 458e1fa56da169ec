import {expect, test} from 'vitest';
import {searchWords} from '../../../activities/youtube/search-words.ts';

test.each([
  ['Variables', 'Python', 'Python Variables tutorial'],
  ['Variables in python', 'Python', 'Variables in python tutorial'],
  ['PYTHON classes', 'Python', 'PYTHON classes tutorial'],
  ['Variables', '', 'Variables tutorial'],
  ['Merge | rebase', 'Git', 'Git Merge rebase tutorial'],
  ['CI/CD - the -basics --force', 'DevOps', 'DevOps CI/CD the basics force tutorial'],
  ['Object-oriented\n design', 'C++', 'C++ Object-oriented design tutorial'],
])('for %j of %j it searches for %j', (stepTitle, roadmapTitle, words) => {
  expect(searchWords({stepTitle, roadmapTitle})).toBe(words);
});
