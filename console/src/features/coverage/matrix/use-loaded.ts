import {useQueryClient} from '@tanstack/react-query';
import {useCallback, useEffect, useMemo, useRef, useState} from 'react';
import {messageOf} from '../../../lib/api-error.ts';
import {type MatrixRows, type MatrixWish, rowsQuery} from '../queries.ts';
import type {Loaded} from './rows.ts';

/** More at once would only wait for each other. */
const MAX_UNDER_WAY = 4;

/** What was looked ahead for is taken so long. */
const AHEAD_MS = 10_000;

/** What was loaded, for one wish and one count of the coverage. */
type Store = {
  loaded: Map<string, Loaded>;
  /** Loaded for a version before: shown until they are loaded again. */
  outdated: Set<string>;
  underWay: Map<string, Promise<void>>;
};

const newStore = (): Store => ({loaded: new Map(), outdated: new Set(), underWay: new Map()});

/**
 * The rows of roadmaps, loaded as they are needed, and kept while the wish is the same: a roadmap that was scrolled out
 * of sight must not lose its rows, or what is below it would jump.
 *
 * @param version changes when what is shown should be loaded again
 */
export function useLoaded(wish: MatrixWish, version: number) {
  const queryClient = useQueryClient();
  const wishText = JSON.stringify(wish);
  const store = useMemo(newStore, [wishText]);
  const [revision, draw] = useRevision();
  const latest = useRef({store, wish});
  latest.current = {store, wish};

  useEffect(() => {
    store.outdated = new Set(store.loaded.keys());
    draw();
  }, [store, version, draw]);

  const load = useCallback(
    async (roadmapKey: string): Promise<void> => {
      const {store: own, wish: ownWish} = latest.current;
      const known = own.loaded.get(roadmapKey);
      // Of this version: what is loaded while another one comes is outdated in that.
      const {outdated} = own;
      const isFresh = known !== undefined && !outdated.has(roadmapKey);
      if (isFresh && known.nextPosition === null && known.fault === null) return;
      const underWay = own.underWay.get(roadmapKey);
      if (underWay) return underWay;
      const next = isFresh ? (known.nextPosition ?? 1) : 1;
      const asked = rowsQuery(ownWish, roadmapKey, next);
      const keep = (all: Loaded): void => {
        own.loaded.set(roadmapKey, all);
        outdated.delete(roadmapKey);
        own.underWay.delete(roadmapKey);
        if (latest.current.store === own) draw();
      };
      const work = queryClient.fetchQuery({...asked, staleTime: known && !isFresh ? 0 : AHEAD_MS}).then(
        rows => keep(joined(next === 1 ? undefined : known, rows)),
        (error: unknown) => keep({steps: [], nextPosition: null, ...known, fault: messageOf(error)}),
      );
      own.underWay.set(roadmapKey, work);
      return work;
    },
    [queryClient, draw],
  );

  /** Loads what is in sight and not there, a few at a time; what failed stays so until somebody asks again. */
  const want = useCallback(
    (roadmapKeys: readonly string[]) => {
      const {store: own} = latest.current;
      for (const key of roadmapKeys) {
        if (own.underWay.size >= MAX_UNDER_WAY) return;
        const known = own.loaded.get(key);
        if (known?.fault != null && !own.outdated.has(key)) continue;
        void load(key);
      }
    },
    [load],
  );

  const ahead = useCallback(
    (roadmapKey: string) => {
      const {store: own, wish: ownWish} = latest.current;
      if (!own.loaded.has(roadmapKey) && !own.underWay.has(roadmapKey))
        void queryClient.prefetchQuery(rowsQuery(ownWish, roadmapKey, 1));
    },
    [queryClient],
  );

  return {loaded: store.loaded, revision, load, want, ahead};
}

const joined = (before: Loaded | undefined, {steps, nextPosition}: MatrixRows): Loaded => ({
  steps: before ? [...before.steps, ...steps] : steps,
  nextPosition,
  fault: null,
});

const DRAW_MS = 100;

/** Counts up when it is told to: at once, and then not again for a moment. All rows are put in order each time. */
function useRevision(): [number, () => void] {
  const [revision, setRevision] = useState(0);
  const state = useRef<{drawnMs: number; timer?: ReturnType<typeof setTimeout> | undefined}>({drawnMs: 0});
  useEffect(() => {
    const own = state.current;
    return () => {
      clearTimeout(own.timer);
      own.timer = undefined;
    };
  }, []);
  const draw = useCallback(() => {
    const own = state.current;
    if (own.timer !== undefined) return;
    own.timer = setTimeout(
      () => {
        own.timer = undefined;
        own.drawnMs = performance.now();
        setRevision(count => count + 1);
      },
      Math.max(0, own.drawnMs + DRAW_MS - performance.now()),
    );
  }, []);
  return [revision, draw];
}
