import {optional, positive, text, texts} from '../../lib/search.ts';

/** `lesson` would be the panel at the side: the lesson that events are about is `ofLesson`. Days are the viewer's. */
export type AuditSearch = {
  actions?: string[];
  actor?: string;
  ofLesson?: string;
  cell?: number;
  run?: number;
  since?: string;
  until?: string;
  /** An act on many lessons whose outcome is shown. */
  bulk?: number;
};

/** A day as 2026-01-31. */
function day(value: unknown): string | undefined {
  const given = text(value);
  const isDay = given !== undefined && /^\d{4}-\d\d-\d\d$/.test(given) && !Number.isNaN(Date.parse(given));
  return isDay ? given : undefined;
}

/** Reads what the page is asked to show by an address. */
export const auditSearch = (search: Record<string, unknown>): AuditSearch =>
  optional({
    actions: texts(search['actions']),
    actor: text(search['actor']),
    ofLesson: text(search['ofLesson']),
    cell: positive(search['cell']),
    run: positive(search['run']),
    since: day(search['since']),
    until: day(search['until']),
    bulk: positive(search['bulk']),
  });

/** The moment at which a day begins where the viewer is; `later` days after it. */
function startOf(given: string, later = 0): string {
  const [year = 0, month = 1, date = 1] = given.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

/** The filter as the API has it. `until` includes its day. */
export const auditFilter = ({actions, actor, ofLesson, cell, run, since, until}: AuditSearch) => ({
  actions: actions ?? null,
  actor: actor ?? null,
  lessonId: ofLesson ?? null,
  cellId: cell ?? null,
  runId: run ?? null,
  since: since === undefined ? null : startOf(since),
  until: until === undefined ? null : startOf(until, 1),
});

/** Whether anything narrows the list. */
export const isNarrowed = ({bulk: _, ...filter}: AuditSearch): boolean => Object.keys(filter).length > 0;
