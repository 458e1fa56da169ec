import {expect, test} from 'vitest';
import {lessonSearch} from '../../console/src/features/lesson/search.ts';
import {votesSearch} from '../../console/src/features/votes/search.ts';

test('the address of a lesson', () => {
  expect(lessonSearch({tab: 'compare', against: 12, other: 'x'})).toEqual({tab: 'compare', against: '12'});
  expect(lessonSearch({tab: 'nothing', against: ''})).toEqual({});
});

test('the address of the votes', () => {
  expect(
    votesSearch({tab: 'best', roadmapKeys: ['python', 'go', 'go'], styles: 'video', votes: 'downvote'}),
  ).toEqual({tab: 'best', roadmapKeys: ['python', 'go'], styles: ['video'], votes: 'downvote'});
  expect(votesSearch({tab: 1, roadmapKeys: [], styles: ['radio'], votes: 'none'})).toEqual({});
});
