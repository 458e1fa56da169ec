import {readdirSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {parseRoadmapFile, parseRoadmapFiles} from '../../../domain/roadmaps/parse.ts';

const folder = new URL('../../../dev/roadmaps/', import.meta.url);
const fileNames = readdirSync(folder);
const files = fileNames.map(fileName => ({fileName, text: readFileSync(new URL(fileName, folder), 'utf8')}));
const {roadmaps, problems} = parseRoadmapFiles(files);
const steps = roadmaps.flatMap(roadmap => roadmap.steps);
const shared = [...Map.groupBy(steps, ({title}) => title).values()].filter(uses => uses.length > 1);

test('the starter roadmaps are at least 12 and without problems', () => {
  expect(problems).toEqual([]);
  expect(roadmaps.length).toBeGreaterThanOrEqual(12);
});

test.each(files)('$fileName is one roadmap of its name with 12 to 25 described steps', ({fileName, text}) => {
  const [roadmap, ...others] = parseRoadmapFile(text, fileName).roadmaps;
  expect([`${roadmap?.id}.yaml`, others]).toEqual([fileName, []]);
  expect(roadmap?.steps.length).toBeGreaterThanOrEqual(12);
  expect(roadmap?.steps.length).toBeLessThanOrEqual(25);
  expect([roadmap, ...(roadmap?.steps ?? [])].filter(described => described?.description === '')).toEqual([]);
});

test('at least 8 steps are shared, and each is the same step wherever it comes', () => {
  expect(shared.length).toBeGreaterThanOrEqual(8);
  for (const [first, ...others] of shared) {
    for (const other of others) expect(other).toEqual(first);
  }
});

test('a warm-up of all of them makes between 900 and 1,400 cells', () => {
  const cells = new Set(
    steps.flatMap(({title, lessonCount, styles}) =>
      Array.from({length: lessonCount}, (_, index) =>
        styles.map(style => `${title}:${index + 1}:${style}`),
      ).flat(),
    ),
  );
  expect(cells.size).toBeGreaterThanOrEqual(900);
  expect(cells.size).toBeLessThanOrEqual(1400);
});

test('the examples of the documented format have no problems', () => {
  const page = readFileSync(new URL('../../../docs/roadmap-format.md', import.meta.url), 'utf8');
  const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, example = '']) => example);
  expect(examples).toHaveLength(2);
  for (const example of examples) expect(parseRoadmapFile(example, 'example').problems).toEqual([]);
});
