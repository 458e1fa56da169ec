import {expect, test} from 'vitest';
import {partsText} from '../../cli/parts-text.ts';
import type {RoadmapProgress, StyleProgress} from '../../domain/runs.ts';

const counts = (doneCount: number, wantedCount: number) => ({
  doneCount,
  wantedCount,
  quarantinedCount: 0,
  failedCount: 0,
});
const style = (name: StyleProgress['style'], done: number, wanted: number): StyleProgress => ({
  style: name,
  ...counts(done, wanted),
});
const roadmap = (title: string, done: number, wanted: number): RoadmapProgress => ({
  roadmapKey: title.toLowerCase(),
  roadmapTitle: title,
  ...counts(done, wanted),
});

test('a run under way tells of each style, of the roadmaps that are done, and of the one nearest to it', () => {
  expect(
    partsText({
      byStyle: [style('hands_on', 0, 7), style('mixed', 1_999, 2_000)],
      byRoadmap: [
        roadmap('Git', 5, 5),
        roadmap('Python', 900, 1_200),
        roadmap('Rust', 0, 10),
        roadmap('SQL', 1, 2),
      ],
    }),
  ).toBe('hands_on 0 %, mixed 99 % · 1 of 4 roadmaps done, Python 900/1,200');
});

test('of roadmaps of which none is begun, only the count is told', () => {
  const byRoadmap = [roadmap('Git', 5, 5), roadmap('Rust', 0, 10)];
  expect(partsText({byStyle: [style('video', 5, 15)], byRoadmap})).toBe('1 of 2 roadmaps done');
});

test('one style of one roadmap is the whole', () => {
  expect(partsText({byStyle: [style('video', 1, 2)], byRoadmap: [roadmap('Git', 1, 2)]})).toBe('');
  expect(partsText({byStyle: [], byRoadmap: []})).toBe('');
});
