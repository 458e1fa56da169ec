import {createHash} from 'node:crypto';
import type {RoadmapChange} from './changes.ts';

/** Cells that an import changes. */
export type CellChanges = {
  newCount: number;
  /** Archived ones that come back, with the lessons that they had. */
  backCount: number;
  archivedCount: number;
  /** Served by a lesson that was made from other words than its step has then. */
  staleCount: number;
};

/** What an import would do. */
export type ImportPreview = {
  roadmaps: RoadmapChange[];
  cells: CellChanges;
  /** Of all of it but the stale lessons, whose number changes with each one that a run makes meanwhile. */
  digest: string;
};

export function importPreview(roadmaps: RoadmapChange[], cells: CellChanges): ImportPreview {
  const {staleCount: _, ...counts} = cells;
  const digest = createHash('sha256')
    .update(JSON.stringify([roadmaps, counts]))
    .digest('hex')
    .slice(0, 32);
  return {roadmaps, cells, digest};
}

/** Whether an import would change anything. */
export const hasChanges = (roadmaps: readonly RoadmapChange[]): boolean =>
  roadmaps.some(({kind}) => kind === 'new' || kind === 'changed');
