import {expect, test} from 'vitest';
import {createCellQueue} from '../../workflows/cell-queue.ts';

/** A queue over the cells 1…`cellCount`, with the pages that it asked for. */
function queueOf(
  cellCount: number,
  {
    pageSize = 4,
    afterCellId = 0,
    putBack = [] as number[],
    postponed = [] as number[],
  }: Partial<Record<'pageSize' | 'afterCellId', number>> &
    Partial<Record<'putBack' | 'postponed', number[]>> = {},
) {
  const pages: number[] = [];
  const cells = createCellQueue({
    afterCellId,
    putBack,
    postponed,
    pageSize,
    async loadPage(after) {
      pages.push(after);
      return Array.from({length: cellCount}, (_, index) => index + 1)
        .filter(cellId => cellId > after)
        .slice(0, pageSize);
    },
  });
  return {cells, pages};
}

async function takeAll(cells: ReturnType<typeof createCellQueue>): Promise<number[]> {
  const taken: number[] = [];
  for (let cellId = await cells.take(); cellId !== undefined; cellId = await cells.take()) taken.push(cellId);
  return taken;
}

test('cells come page by page, each page after the last cell of the one before', async () => {
  const {cells, pages} = queueOf(10);
  expect(await takeAll(cells)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(pages).toEqual([0, 4, 8]);
  expect(cells.isEmpty()).toBe(true);
});

test('a last page that is full is followed by an empty one, which ends the queue', async () => {
  const {cells, pages} = queueOf(8);
  expect(await takeAll(cells)).toHaveLength(8);
  expect(pages).toEqual([0, 4, 8]);
  expect(cells.isEmpty()).toBe(true);
});

test('a queue without cells is not empty before it has looked', async () => {
  const {cells} = queueOf(0);
  expect(cells.isEmpty()).toBe(false);
  expect(await cells.take()).toBeUndefined();
  expect(cells.isEmpty()).toBe(true);
});

test('the next page is asked for when half a page is left, not before', async () => {
  const {cells, pages} = queueOf(100);
  await cells.take();
  expect(pages).toEqual([0]);
  await cells.take();
  expect(pages).toEqual([0]);
  await cells.take();
  expect(pages).toEqual([0, 4]);
});

test('many lanes that take at once get a cell each, from as many pages as that needs', async () => {
  const {cells} = queueOf(10, {pageSize: 2});
  const taken = await Promise.all(Array.from({length: 12}, () => cells.take()));
  expect(taken.filter(cellId => cellId !== undefined).toSorted((a, b) => a - b)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ]);
});

test('a cell that was put back comes before new ones', async () => {
  const {cells} = queueOf(6);
  expect([await cells.take(), await cells.take()]).toEqual([1, 2]);
  cells.putBack(1);
  expect(await takeAll(cells)).toEqual([1, 3, 4, 5, 6]);
});

test('a cell that was postponed comes after all others, even those of pages not loaded yet', async () => {
  const {cells} = queueOf(6, {pageSize: 2});
  expect(await cells.take()).toBe(1);
  cells.postpone(1);
  expect(cells.isEmpty()).toBe(false);
  expect(await takeAll(cells)).toEqual([2, 3, 4, 5, 6, 1]);
  expect(cells.isEmpty()).toBe(true);
});

test('postponed cells go with the position, and come last in the next queue too', async () => {
  const {cells} = queueOf(3, {afterCellId: 2, postponed: [1]});
  cells.postpone(2);
  expect(cells.position()).toEqual({afterCellId: 2, putBack: [], postponed: [1, 2]});
  expect(cells.isEmpty()).toBe(false);
  expect(await takeAll(cells)).toEqual([3, 1, 2]);
});

test('a queue that has run dry fills again when a cell is put back', async () => {
  const {cells} = queueOf(1);
  await takeAll(cells);
  cells.putBack(1);
  expect(cells.isEmpty()).toBe(false);
  expect(await cells.take()).toBe(1);
});

test('the next execution goes on after the last cell taken, not after the last one loaded', async () => {
  const {cells} = queueOf(10);
  await cells.take();
  await cells.take();
  cells.putBack(1);
  expect(cells.position()).toEqual({afterCellId: 2, putBack: [1], postponed: []});

  const next = queueOf(10, cells.position());
  expect(await takeAll(next.cells)).toEqual([1, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('a cell at hand is taken without waiting; where none is, one is on its way', async () => {
  const {cells, pages} = queueOf(3);
  expect(cells.takeReady()).toBeUndefined();
  expect(pages).toEqual([0]);
  await cells.settled();
  expect([cells.takeReady(), cells.takeReady()]).toEqual([1, 2]);
  cells.putBack(1);
  expect([cells.takeReady(), cells.takeReady(), cells.takeReady()]).toEqual([1, 3, undefined]);
  expect(cells.position()).toEqual({afterCellId: 3, putBack: [], postponed: []});
});

test('taking a cell that was put back does not move the position back', async () => {
  const {cells} = queueOf(10, {afterCellId: 5, putBack: [2]});
  expect(await cells.take()).toBe(2);
  expect(cells.position()).toEqual({afterCellId: 5, putBack: [], postponed: []});
});

test('it is settled only when the page under way has come', async () => {
  const page = Promise.withResolvers<number[]>();
  const cells = createCellQueue({
    afterCellId: 0,
    putBack: [9],
    postponed: [],
    pageSize: 4,
    loadPage: () => page.promise,
  });
  // Loading begins ahead of need: the cell put back is there already.
  expect(await cells.take()).toBe(9);
  let isSettled = false;
  const settled = cells.settled().then(() => (isSettled = true));
  await Promise.resolve();
  expect(isSettled).toBe(false);
  page.resolve([10]);
  await settled;
  expect(cells.position().afterCellId).toBe(0);
});

test('a page that cannot be had is met by whoever awaits it, and by nobody else', async () => {
  const loadPage = () => Promise.reject(new Error('cancelled'));
  const cells = createCellQueue({afterCellId: 0, putBack: [9], postponed: [], pageSize: 4, loadPage});
  expect(await cells.take()).toBe(9);
  await expect(cells.take()).rejects.toThrow('cancelled');
  await expect(cells.settled()).rejects.toThrow('cancelled');
});
