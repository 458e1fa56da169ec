import type {Config} from '../../config.ts';
import type {RunFilter} from '../../domain/runs.ts';
import type {Db, Pool} from '../../sql/client.ts';
import {
  cellsOf,
  putBack,
  type QuarantineId,
  quarantinedDrafts,
  type StoredDraft,
  storedDrafts,
} from '../../sql/queries/quarantine.ts';
import {confirm} from '../confirm.ts';
import {isEmulated} from '../emulator.ts';
import {formatCount} from '../format.ts';
import {cellName, draftLines, draftText} from '../quarantine-text.ts';
import {keyVariants} from '../ready-database.ts';
import {refusalText, releasableLesson, releaseDraft} from '../release-draft.ts';
import {checkFilter, isNarrowed} from '../run-filter.ts';
import {openDatabase} from '../services.ts';
import {AT_A_TERMINAL} from '../terminal-actor.ts';

type Filter = Pick<RunFilter, 'styles' | 'roadmapKeys'>;

/** `preheat quarantine list|show|retry|release`: the drafts that failed the checks, and what becomes of them. */
export const quarantineCommands = {
  async list(config: Config, {json, filter}: {json: boolean; filter: Filter}): Promise<void> {
    await withDatabase(config, async pool => {
      await checkFilter(pool, filter);
      const emulated = isEmulated(config);
      const drafts = await quarantinedDrafts(pool, {emulated, filter});
      if (json) console.log(JSON.stringify(drafts, null, 2));
      else if (drafts.length === 0) console.log(await emptyList(pool, {emulated, filter}));
      else {
        for (const draft of drafts) console.log(draftLines(draft));
        console.log(
          `\n${plural(drafts.length, 'draft')} in quarantine. \`preheat quarantine show ${drafts[0]?.draftId}\` shows one whole, \`retry\` has a lesson made anew, \`release\` publishes one as it is.`,
        );
      }
    });
  },

  async show(config: Config, id: QuarantineId, {json}: {json: boolean}): Promise<void> {
    await withDatabase(config, async pool => {
      const drafts = await storedDrafts(pool, id, {emulated: isEmulated(config)});
      if (drafts.length === 0) throw nothingThere([id]);
      if (json) console.log(JSON.stringify(drafts, null, 2));
      else console.log(drafts.map(draftText).join('\n\n'));
    });
  },

  /** @returns whether every cell that was asked for is out of quarantine; a busy one is not */
  async retry(config: Config, asked: {ids: readonly QuarantineId[]} | {filter: Filter}): Promise<boolean> {
    return withDatabase(config, async pool => {
      const emulated = isEmulated(config);
      const cellIds =
        'ids' in asked ? await cellIdsOf(pool, asked.ids) : await allCells(pool, emulated, asked.filter);
      const cells = await putBack(pool, {cellIds, emulated});
      for (const cell of cells)
        if (cell.cellIs !== 'unserved') console.log(RETRY_NOTES[cell.cellIs](cellName(cell)));
      const madeCount = cells.filter(({cellIs}) => cellIs === 'unserved').length;
      if (cells.length === 0) console.log('None of them is in quarantine: nothing to do.');
      else if (madeCount > 0)
        console.log(
          `${plural(madeCount, 'cell')} out of quarantine. The next run makes ${madeCount === 1 ? 'its lesson' : 'their lessons'} anew: \`preheat warm\` starts one.`,
        );
      return cells.every(({cellIs}) => cellIs !== 'busy');
    });
  },

  /** @returns whether the draft is published */
  async release(config: Config, draftId: number, {yes}: {yes: boolean}): Promise<boolean> {
    return withDatabase(config, async pool => {
      const id = {kind: 'draft', id: draftId} as const;
      const emulated = isEmulated(config);
      const [draft] = await storedDrafts(pool, id, {emulated});
      if (!draft) throw nothingThere([id]);
      if (draft.status === 'published') {
        console.log(`Draft ${draftId} is published already.`);
        return true;
      }
      const releasing = await releasableLesson(pool, draft, {emulated});
      if (releasing.kind === 'refused') throw new Error(refusalText(draft, releasing.reason));
      if (!yes && !(await confirm(questionOf(draft)))) {
        console.log('Nothing was released.');
        return false;
      }
      const variants = await keyVariants(pool, config);
      const {made} = releasing;
      const outcome = await releaseDraft(pool, {draft, made, variants, actor: AT_A_TERMINAL, reason: null});
      if (outcome.kind === 'refused') throw new Error(refusalText(draft, outcome.reason));
      console.log(`Draft ${draftId} is published: ${cellName(draft)} is served.`);
      return true;
    });
  },
};

/** A terminal without the key of the one that runs `npm start` lists the drafts of the wrong model: it is told so. */
async function emptyList(db: Db, {emulated, filter}: {emulated: boolean; filter: Filter}): Promise<string> {
  const subject = isNarrowed(filter) ? 'othing that was asked for' : 'othing';
  const others = await quarantinedDrafts(db, {emulated: !emulated, filter});
  if (others.length === 0) return `N${subject} is in quarantine.`;
  const count = `${plural(others.length, 'draft')} ${others.length === 1 ? 'is' : 'are'}`;
  return emulated
    ? `Of the emulator, n${subject} is in quarantine. Of real models, ${count}: set GEMINI_API_KEY to list them.`
    : `Of real models, n${subject} is in quarantine. Of the emulator, ${count}, which counts only while it is the model.`;
}

const RETRY_NOTES = {
  busy: (cell: string) =>
    `${cell} stays as it is: a run is making it at this moment. \`preheat runs\` shows when it is done.`,
  served: (cell: string) => `${cell} is out of quarantine; another lesson serves it, and no run makes it.`,
  archived: (cell: string) => `${cell} is out of quarantine; no roadmap wants it, and no run makes it.`,
};

async function withDatabase<T>(config: Config, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = await openDatabase(config, 'preheat quarantine');
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

async function cellIdsOf(db: Db, ids: readonly QuarantineId[]): Promise<number[]> {
  const found = await cellsOf(db, ids);
  const unknown = found.filter(({cellId}) => cellId === null);
  if (unknown.length > 0) throw nothingThere(unknown);
  return found.flatMap(({cellId}) => cellId ?? []);
}

async function allCells(db: Db, emulated: boolean, filter: Filter): Promise<number[]> {
  await checkFilter(db, filter);
  return (await quarantinedDrafts(db, {emulated, filter})).map(({cellId}) => cellId);
}

function nothingThere(ids: readonly QuarantineId[]): Error {
  const names = ids.map(({kind, id}) =>
    kind === 'draft' ? `draft ${id}` : `draft of cell:${id} in quarantine`,
  );
  return new Error(
    `There is no ${names.join(', and no ')}. \`preheat quarantine list\` shows what there is.`,
  );
}

function questionOf(draft: StoredDraft): string {
  const errors = draft.findings.filter(({severity}) => severity === 'error');
  return [
    ...errors.map(({check, message}) => `  ${check}: ${message}`),
    `Publish draft ${draft.draftId} for ${cellName(draft)} in spite of ${plural(errors.length, 'error')}?`,
  ].join('\n');
}

const plural = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
