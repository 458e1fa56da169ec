import {expect, test} from 'vitest';
import {percentDone, sharesOf, sharesOfPart} from '../../console/src/features/runs/shares.ts';

const NONE = {
  pendingCount: 0,
  publishedCount: 0,
  servedCount: 0,
  quarantinedCount: 0,
  failedCount: 0,
  archivedCount: 0,
  inFlightCount: 0,
};

test('the shares of a run are all of its cells, each once', () => {
  const run = {
    pendingCount: 10,
    publishedCount: 5,
    servedCount: 4,
    quarantinedCount: 3,
    failedCount: 2,
    archivedCount: 1,
    inFlightCount: 6,
  };
  expect(sharesOf(run)).toEqual([
    {kind: 'made', cellCount: 5},
    {kind: 'served', cellCount: 4},
    {kind: 'inFlight', cellCount: 6},
    {kind: 'quarantined', cellCount: 3},
    {kind: 'failed', cellCount: 2},
    {kind: 'archived', cellCount: 1},
    {kind: 'left', cellCount: 4},
  ]);
});

test('what there is none of is left out, and no more is in flight than is pending', () => {
  expect(sharesOf({...NONE, pendingCount: 1, inFlightCount: 3})).toEqual([{kind: 'inFlight', cellCount: 1}]);
  expect(sharesOf(NONE)).toEqual([]);
});

test('of a part, what is decided and well is made', () => {
  expect(sharesOfPart({wantedCount: 10, doneCount: 7, quarantinedCount: 2, failedCount: 1})).toEqual([
    {kind: 'made', cellCount: 4},
    {kind: 'quarantined', cellCount: 2},
    {kind: 'failed', cellCount: 1},
    {kind: 'left', cellCount: 3},
  ]);
});

test.each([
  [{wantedCount: 1000, pendingCount: 1}, 99],
  [{wantedCount: 3, pendingCount: 2}, 33],
  [{wantedCount: 3, pendingCount: 0}, 100],
  [{wantedCount: 0, pendingCount: 0}, 100],
])('of %o, %i percent are decided', (run, percent) => {
  expect(percentDone(run)).toBe(percent);
});
