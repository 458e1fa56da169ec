import {useMemo, useRef} from 'react';
import type {MatrixRoadmap} from '../queries.ts';
import {type IsOpen, type Loaded, type Row, rowsOf} from './rows.ts';

type Kept = {roadmap: MatrixRoadmap; loaded: Loaded | undefined; isOpen: IsOpen; rows: Row[]};

/**
 * All rows of the matrix, from top to bottom. A roadmap of which nothing changed keeps its rows, the very same objects:
 * what shows them need not be drawn again.
 *
 * @param when.revision changes with what is loaded
 */
export function useRows(
  roadmaps: readonly MatrixRoadmap[],
  loaded: ReadonlyMap<string, Loaded>,
  {isOpen, revision}: {isOpen: IsOpen; revision: number},
): Row[] {
  const kept = useRef<ReadonlyMap<string, Kept>>(new Map());
  return useMemo(() => {
    const next = new Map(roadmaps.map(roadmap => [roadmap.roadmapKey, keep(roadmap)]));
    kept.current = next;
    return [...next.values()].flatMap(({rows}) => rows);

    function keep(roadmap: MatrixRoadmap): Kept {
      const known = kept.current.get(roadmap.roadmapKey);
      const own = loaded.get(roadmap.roadmapKey);
      if (known?.roadmap === roadmap && known.loaded === own && known.isOpen === isOpen) return known;
      const rows = same(known?.rows, rowsOf(roadmap, own, isOpen));
      return {roadmap, loaded: own, isOpen, rows};
    }
    // `loaded` is one map to which is added.
  }, [roadmaps, loaded, isOpen, revision]);
}

/** Of rows that say the same as before, those of before. */
function same(before: readonly Row[] | undefined, rows: Row[]): Row[] {
  if (!before) return rows;
  const known = new Map(before.map(row => [row.key, row]));
  return rows.map(row => {
    const old = known.get(row.key);
    return old && isSameRow(old, row) ? old : row;
  });
}

function isSameRow(old: Row, row: Row): boolean {
  if (old.kind !== row.kind || old.title !== row.title) return false;
  if (old.kind === 'lesson' && row.kind === 'lesson')
    return old.cells.every((cell, column) => cell === row.cells[column]);
  if (old.kind === 'step' && row.kind === 'step')
    return old.isOpen === row.isOpen && old.lessons === row.lessons;
  if (old.kind === 'wait' && row.kind === 'wait') return old.fault === row.fault;
  return false;
}
