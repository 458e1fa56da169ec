import type {Loaded} from './rows.ts';

/**
 * Loads all rows of a roadmap, part after part.
 *
 * @param loadMore loads what comes next; returns what is there then
 * @throws Error where a part fails, or where a part leads no further: it was changed, and is loaded from its beginning
 */
export async function loadWhole(loadMore: () => Promise<Loaded | undefined>): Promise<void> {
  let reached = 0;
  for (;;) {
    const {nextPosition = null, fault = null} = (await loadMore()) ?? {};
    if (fault !== null) throw new Error(fault);
    if (nextPosition === null) return;
    if (nextPosition <= reached)
      throw new Error('The roadmap changed while its cells were loaded. Select it once more.');
    reached = nextPosition;
  }
}
