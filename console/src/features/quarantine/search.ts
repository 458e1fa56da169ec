import {STYLES, type Style} from '../../components/cell-state.ts';
import {optional, positive, someOf, texts} from '../../lib/search.ts';

/**
 * `checks`, `roadmapKeys`, `styles` and `runId` narrow the list; `draft` is the one that is opened.
 */
export type QuarantineSearch = {
  checks?: string[];
  roadmapKeys?: string[];
  styles?: Style[];
  runId?: number;
  draft?: number;
};

/** What is narrowed otherwise; undefined: not any more. */
export type Narrowing = {[Key in keyof QuarantineSearch]: QuarantineSearch[Key] | undefined};

/** Reads what the page is asked to show by an address. */
export const quarantineSearch = (search: Record<string, unknown>): QuarantineSearch =>
  optional({
    checks: texts(search['checks']),
    roadmapKeys: texts(search['roadmapKeys']),
    styles: someOf(search['styles'], STYLES),
    runId: positive(search['runId']),
    draft: positive(search['draft']),
  });
