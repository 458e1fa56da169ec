import {CELL_STATE_TEXTS, type Style, STYLE_LABELS} from '../../../components/cell-state.ts';
import {ago, count, plural} from '../../../lib/format.ts';
import type {MatrixCell} from '../queries.ts';
import {BEING_MADE, CHANGE_TEXTS, type Change, changeOf, MARK_TEXTS} from '../words.ts';
import type {LessonRow, Part} from './rows.ts';

/** What is told of a place of the matrix on hover and focus. */
export type Told = {title: string; lines: readonly string[]};

/** What changed in a cell; null where nothing did, where nothing is compared, or where it only stands beside what matches. */
export const changeIn = (cell: MatrixCell, isCompared: boolean): Change | null =>
  isCompared && cell.matches ? changeOf(cell.was, cell.state) : null;

/** The word beside a mark: what happens to the cell now, else its state; of what is plainly served, none. */
export function wordOf({state, marks, isBeingMade}: MatrixCell): string | null {
  if (isBeingMade) return BEING_MADE.label.toLowerCase();
  if (state !== 'served') return CELL_STATE_TEXTS[state].label;
  return marks.includes('weak') ? MARK_TEXTS.weak.label : null;
}

/** The name of a cell for those who do not see it. */
export function cellName(cell: MatrixCell, isCompared: boolean): string {
  const change = changeIn(cell, isCompared);
  return [
    `${STYLE_LABELS[cell.style]}: ${CELL_STATE_TEXTS[cell.state].label}`,
    ...cell.marks.filter(mark => mark !== 'unreviewed').map(mark => MARK_TEXTS[mark].label.toLowerCase()),
    ...(change ? [CHANGE_TEXTS[change].label.toLowerCase()] : []),
    ...(cell.isBeingMade ? [BEING_MADE.label.toLowerCase()] : []),
  ].join(', ');
}

/** The name of what is counted in a column, for those who do not see it. */
export function partName(style: Style, part: Part | null, isPartial: boolean): string {
  if (part === null) return `${STYLE_LABELS[style]}: none`;
  const states = part.states.filter(({state}) => isPartial || state !== 'served');
  const counts = states.map(
    ({state, cellCount}) => `${count(cellCount)} ${CELL_STATE_TEXTS[state].label.toLowerCase()}`,
  );
  const head = isPartial ? [] : [`${count(part.servedCount)} of ${count(part.cellCount)} served`];
  return `${STYLE_LABELS[style]}: ${[...head, ...counts].join(', ')}`;
}

/** All that is worth telling of a cell. */
export function tellCell(row: LessonRow, cell: MatrixCell, isCompared: boolean): Told {
  const {state, reason, marks, upvotes, downvotes, generatedAt, was} = cell;
  const change = changeIn(cell, isCompared);
  const votes = (upvotes ?? 0) + (downvotes ?? 0);
  return {
    title: `${row.stepTitle}, lesson ${row.lessonNumber} · ${STYLE_LABELS[cell.style]}`,
    lines: [
      `${CELL_STATE_TEXTS[state].label}. ${reason ?? CELL_STATE_TEXTS[state].meaning}`,
      ...(cell.isBeingMade ? [`${BEING_MADE.label}. ${BEING_MADE.meaning}`] : []),
      ...(change
        ? [
            `${CHANGE_TEXTS[change].label}: ${was === null ? 'no roadmap wanted it then' : `it was ${CELL_STATE_TEXTS[was].label.toLowerCase()} then`}.`,
          ]
        : []),
      ...(marks.includes('verified') ? ['A mentor verified the lesson.'] : []),
      ...(marks.includes('unreviewed') ? ['No mentor has said a word of it.'] : []),
      ...(votes > 0 ? [`${plural(upvotes ?? 0, 'vote')} up, ${count(downvotes ?? 0)} down.`] : []),
      ...(generatedAt === null ? [] : [`Made ${ago(generatedAt)}.`]),
    ],
  };
}

/** What the counts of a column say, in full. */
export function tellPart(title: string, style: Style, part: Part, isPartial: boolean): Told {
  const lines = part.states.map(
    ({state, cellCount}) => `${count(cellCount)} ${CELL_STATE_TEXTS[state].label.toLowerCase()}`,
  );
  return {
    title: `${title} · ${STYLE_LABELS[style]}`,
    lines: isPartial
      ? lines
      : [`${count(part.servedCount)} of ${plural(part.cellCount, 'cell')} served`, ...lines],
  };
}
