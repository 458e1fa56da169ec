import type {CellOfDraft, DraftSummary, StoredDraft} from '../sql/queries/quarantine.ts';
import {formatCount, formatUsd, shorten} from './format.ts';

/** A cell by its id and in words. */
export function cellName({cellId, stepTitle, lessonNumber, style}: CellOfDraft): string {
  return `cell:${cellId} (${stepTitle} · lesson ${lessonNumber} · ${style})`;
}

/** A draft in two lines: which and how dear, and the first thing that is wrong with it. */
export function draftLines(draft: DraftSummary): string {
  const errors = draft.findings.filter(({severity}) => severity === 'error');
  const checks = [...new Set(errors.map(({check}) => check))].join(', ');
  const parts = [
    `${draft.draftId}`,
    timeOf(draft.createdAt),
    cellName(draft),
    `${usd(draft, draft.paidUsd)}: ${checks}`,
  ];
  const note = CELL_NOTES[draft.cellIs];
  return printable(
    `${parts.join('  ')}${note ? ` (${note})` : ''}\n     ${shorten(errors[0]?.message ?? '')}`.trimEnd(),
  );
}

const CELL_NOTES: Record<CellOfDraft['cellIs'], string> = {
  unserved: '',
  busy: 'a run is making it anew',
  served: 'a lesson serves the cell',
  archived: 'no roadmap wants the cell any more',
};

/** All that is known of a draft: how it was made, what is wrong with it, and its answer. */
export function draftText(draft: StoredDraft): string {
  const tokens = [
    `${formatCount(draft.promptTokens)} in (${formatCount(draft.cachedTokens)} of them cached)`,
    `${formatCount(draft.outputTokens)} out`,
    `${formatCount(draft.thoughtTokens)} thought`,
  ];
  const madeBy = draft.runId === null ? 'a run that is gone' : `run ${draft.runId}`;
  const note = CELL_NOTES[draft.cellIs];
  return printable(
    [
      `Draft ${draft.draftId}, ${draft.status}, of ${cellName(draft)}${note ? `: ${note}` : ''}`,
      `  Made      ${timeOf(draft.createdAt)} by ${madeBy}, call ${draft.callNumber + 1} (${draft.asking})`,
      `  Model     ${draft.model}${draft.emulated ? ' (emulated)' : ''}, prompt version ${draft.promptVersion}, finish reason ${draft.finishReason}`,
      `  Tokens    ${tokens.join(', ')}`,
      `  Cost      ${usd(draft, draft.costUsd)}, with all calls of its run for the cell ${usd(draft, draft.paidUsd)}`,
      `  Findings  ${draft.findings.length === 0 ? 'none' : ''}`.trimEnd(),
      ...draft.findings.map(({check, severity, message}) => `    ${severity} ${check}: ${message}`),
      '  Answer',
      laidOut(draft.answerText === '' ? '(none)' : draft.answerText),
    ].join('\n'),
  );
}

/** JSON laid out to be read, as most answers are; anything else as it is. */
function laidOut(answerText: string): string {
  try {
    return JSON.stringify(JSON.parse(answerText), null, 2);
  } catch {
    return answerText;
  }
}

const timeOf = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

const usd = ({emulated}: DraftSummary, costUsd: number): string =>
  emulated ? `${formatUsd(costUsd)} (emulated)` : formatUsd(costUsd);

/** A model's text must not move the cursor or set colours: control characters but tab and newline are replaced. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- They are what is looked for.
  return text.replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, '�');
}
