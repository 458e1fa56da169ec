/**
 * The cells that a run still has to make: put-back ones first, then pages in walk order, loaded ahead of need, and
 * postponed ones after all others.
 */
export function createCellQueue(options: {
  afterCellId: number;
  putBack: readonly number[];
  postponed: readonly number[];
  pageSize: number;
  loadPage: (afterCellId: number) => Promise<number[]>;
}) {
  const putBack = [...options.putBack];
  const postponed = [...options.postponed];
  let page: number[] = [];
  let takenUpTo = options.afterCellId;
  let loadedUpTo = options.afterCellId;
  let exhausted = false;
  let loading: Promise<void> | null = null;

  async function load(): Promise<void> {
    const cells = await options.loadPage(loadedUpTo);
    page = [...page, ...cells];
    loadedUpTo = cells.at(-1) ?? loadedUpTo;
    exhausted = cells.length < options.pageSize;
    loading = null;
  }

  function loadAhead(): void {
    // Half a page ahead, so that the lanes never wait for a page.
    if (exhausted || loading || page.length > options.pageSize / 2) return;
    loading = load();
    // A cancellation meanwhile is met where the page is awaited.
    loading.catch(() => {});
  }

  /** The next cell, if one is at hand. */
  function takeReady(): number | undefined {
    loadAhead();
    const returned = putBack.shift();
    if (returned !== undefined) return returned;
    const cellId = page.shift();
    if (cellId === undefined) return exhausted ? postponed.shift() : undefined;
    // Pages come in the run's order, which is not that of the ids.
    takenUpTo = cellId;
    return cellId;
  }

  return {
    takeReady,
    /** The next cell; undefined when none is left (a cell put back later makes some again). */
    async take(): Promise<number | undefined> {
      loadAhead();
      // A small page may be empty again when this lane's turn comes.
      while (putBack.length === 0 && page.length === 0 && loading) {
        await loading;
        loadAhead();
      }
      return takeReady();
    },
    /** To be taken up again next: it was not tried. */
    putBack(cellId: number): void {
      putBack.push(cellId);
    },
    /** To be tried again when all others were: if the fault is the cell's own, it must not hold them up. */
    postpone(cellId: number): void {
      postponed.push(cellId);
    },
    /** Where to go on in the next execution. Pages that were loaded and not taken are loaded again there. */
    position: () => ({afterCellId: takenUpTo, putBack: [...putBack], postponed: [...postponed]}),
    isEmpty: () => exhausted && page.length + putBack.length + postponed.length === 0,
    settled: () => loading ?? Promise.resolve(),
  };
}
