import {expect, test} from 'vitest';
import {readRoadmapText} from '../../../api/console/roadmap-reader.ts';

const roadmaps = (count: number) =>
  Array.from({length: count}, (_, n) => `title: Roadmap ${n}\nsteps:\n  - title: Step ${n}\n`).join('---\n');

test('a short text and a long one are read alike', async () => {
  const short = await readRoadmapText(roadmaps(2), 'a.yaml');
  const long = await readRoadmapText(roadmaps(2_000), 'a.yaml');

  expect(short.roadmaps.map(({id}) => id)).toEqual(['roadmap-0', 'roadmap-1']);
  expect(long.roadmaps).toHaveLength(2_000);
  expect(long.roadmaps.slice(0, 2)).toEqual(short.roadmaps);
});

test('a long text has its problems named', async () => {
  const {roadmaps: none, problems} = await readRoadmapText(`${roadmaps(2_000)}---\ntitel: Go\n`, 'a.yaml');

  expect(none).toEqual([]);
  expect(problems).toContainEqual(expect.objectContaining({file: 'a.yaml', line: 8_001, field: 'titel'}));
});

test('a text of more than 1 MB is refused, counted in bytes', async () => {
  await expect(readRoadmapText('é'.repeat(524_289), 'a')).rejects.toThrow(
    'text: has 1,048,578 bytes; at most 1,048,576 can be imported at once.',
  );
  expect((await readRoadmapText('#'.repeat(1_048_576), 'a')).problems).toMatchObject([{field: 'file'}]);
});

test('a text that takes too long is given up', async () => {
  const text = Array.from({length: 50_000}, (_, n) => `k${n}: 1`).join('\n');

  await expect(readRoadmapText(text, 'a', {maxMs: 100})).rejects.toThrow(
    'text: could not be read within 0.1 s. Is it a file of roadmaps?',
  );
});
