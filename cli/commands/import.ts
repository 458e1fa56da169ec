import {hasApplicationRoadmaps, importFromApplication} from '../../sql/queries/application-roadmaps.ts';
import {importAudited} from '../../sql/queries/roadmap-import.ts';
import type {ImportOutcome} from '../../sql/queries/roadmaps.ts';
import type {Config} from '../../config.ts';
import {formatCount} from '../format.ts';
import {readRoadmapFiles} from '../roadmap-files.ts';
import {openDatabase} from '../services.ts';
import {AT_A_TERMINAL} from '../terminal-actor.ts';

/** More lines than this help nobody. */
const MAX_PROBLEMS_SHOWN = 20;

/** `preheat import FILE…` */
export async function importCommand(config: Config, files: string[]): Promise<void> {
  const roadmaps = await readRoadmapFiles(files);
  const pool = await openDatabase(config, 'preheat import');
  try {
    const {outcome, changes} = await importAudited(pool, {roadmaps, actor: AT_A_TERMINAL});
    console.log(outcomeText(outcome));
    const archived = changes.filter(({kind}) => kind === 'archived').map(({key}) => key);
    if (archived.length > 0)
      console.log(
        `Archived, and left as they are until they are restored (\`npx preheat roadmaps restore <key>\`): ${archived.join(', ')}.`,
      );
  } finally {
    await pool.end();
  }
}

/** `preheat import --from-application` */
export async function importFromApplicationCommand(config: Config): Promise<void> {
  const pool = await openDatabase(config, 'preheat import');
  try {
    if (!(await hasApplicationRoadmaps(pool))) {
      throw new Error(
        'This database has no tables lessons_roadmap and lessons_module: the application keeps no roadmaps here. Import them from files.',
      );
    }
    const {removedCount, problems, ...outcome} = await importFromApplication(pool);
    console.log(outcomeText(outcome, removedCount));
    if (problems.length === 0) return;
    const rest = problems.length - MAX_PROBLEMS_SHOWN;
    console.log(
      [
        `Left out, as no lesson can be made for it (${formatCount(problems.length)}):`,
        ...problems.slice(0, MAX_PROBLEMS_SHOWN).map(line => `  ${line}`),
        ...(rest > 0 ? [`  … and ${formatCount(rest)} more`] : []),
      ].join('\n'),
    );
  } finally {
    await pool.end();
  }
}

function outcomeText(outcome: ImportOutcome, removedCount = 0): string {
  const removed = removedCount > 0 ? `, ${removedCount} gone` : '';
  return (
    `Roadmaps: ${outcome.createdCount} new, ${outcome.changedCount} changed, ${outcome.unchangedCount} as before${removed}.\n` +
    `Cells: ${formatCount(outcome.addedCellCount)} added, ${formatCount(outcome.revivedCellCount)} back again, ` +
    `${formatCount(outcome.archivedCellCount)} archived (their lessons stay).`
  );
}
