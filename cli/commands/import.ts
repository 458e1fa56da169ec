import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import type {Config} from '../../config.ts';
import {formatCount} from '../format.ts';
import {readRoadmapFiles} from '../roadmap-files.ts';
import {openDatabase} from '../services.ts';

/** `preheat import FILE…` */
export async function importCommand(config: Config, files: string[]): Promise<void> {
  const roadmaps = await readRoadmapFiles(files);
  const pool = await openDatabase(config, 'preheat import');
  try {
    const outcome = await importRoadmaps(pool, roadmaps);
    console.log(
      `Roadmaps: ${outcome.createdCount} new, ${outcome.changedCount} changed, ${outcome.unchangedCount} as before.\n` +
        `Cells: ${formatCount(outcome.addedCellCount)} added, ${formatCount(outcome.revivedCellCount)} back again, ` +
        `${formatCount(outcome.archivedCellCount)} archived (their lessons stay).`,
    );
  } finally {
    await pool.end();
  }
}
