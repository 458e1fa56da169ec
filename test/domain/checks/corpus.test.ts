import {afterAll, expect, test, vi} from 'vitest';
import {createDiagramParser} from '../../../activities/diagrams/index.ts';
import {STYLES} from '../../../domain/styles.ts';
import {badDrafts, type CorpusDraft, goodDrafts} from './corpus/index.ts';
import {errorsOf} from './corpus/judge.ts';

// Hundreds of lessons, a parser's thread among them.
vi.setConfig({testTimeout: 300_000});

const diagrams = createDiagramParser();
afterAll(() => diagrams.close());

const good = await goodDrafts();
const bad = badDrafts();
const kinds = [...new Set(bad.map(({kind}) => kind))];

const stylesOf = (drafts: CorpusDraft[]) => [...new Set(drafts.map(({request}) => request.style))].toSorted();

test('the corpus is large, of all styles, and of many kinds', () => {
  expect(good.length).toBeGreaterThanOrEqual(300);
  expect(bad.length).toBeGreaterThanOrEqual(150);
  expect(stylesOf(good)).toEqual([...STYLES].toSorted());
  expect(stylesOf(bad)).toEqual([...STYLES].toSorted());
  expect(kinds.length).toBeGreaterThanOrEqual(20);
  expect(new Set(good.map(({answerText}) => answerText)).size).toBeGreaterThanOrEqual(300);
});

test.each(kinds)('every draft with this fault is stopped, by the check that is for it: %s', async kind => {
  const drafts = bad.filter(draft => draft.kind === kind);
  expect(drafts.length).toBeGreaterThanOrEqual(6);
  for (const draft of drafts) {
    const checks = (await errorsOf(draft, diagrams)).map(({check}) => check);
    expect({name: draft.name, checks}).toEqual({
      name: draft.name,
      checks: expect.arrayContaining([draft.expectedCheck]) as unknown,
    });
  }
});

test('at most one good draft in a hundred is stopped', async () => {
  const stopped: string[] = [];
  for (const draft of good) {
    const [error] = await errorsOf(draft, diagrams);
    if (error) stopped.push(`${draft.name} (${draft.request.style}): ${error.message}`);
  }
  expect(stopped.slice(Math.floor(good.length / 100))).toEqual([]);
});
