import {expect, test} from 'vitest';
import {isOutdated} from '../../cli/warm-to-the-end.ts';

const RUN = {kind: 'start', model: 'gemini', maxUsd: 5} as const;
const WANTED = {modelName: 'gemini', maxUsd: 5, isOnlyServer: false};

test.each([
  ['its own', RUN, WANTED, false],
  ['of another model', RUN, {...WANTED, modelName: 'other'}, true],
  ['of another budget', RUN, {...WANTED, maxUsd: 1}, true],
  ['where no budget is asked for', RUN, {...WANTED, maxUsd: null}, false],
  ['of others, with another budget', {...RUN, kind: 'nightly'}, {...WANTED, maxUsd: 1}, false],
  ['of others, with another model', {...RUN, kind: 'manual'}, {...WANTED, modelName: 'other'}, false],
  ['of a database of its own', {...RUN, kind: 'nightly'}, {...WANTED, maxUsd: 1, isOnlyServer: true}, true],
] as const)('a run under way is ended or goes on: %s', (_, run, wanted, isEnded) => {
  expect(isOutdated(run, wanted)).toBe(isEnded);
});
