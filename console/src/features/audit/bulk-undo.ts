import {UNDO_MS} from '../../lib/undo.ts';
import type {BulkCommand} from './queries.ts';

/** How long an act can still be undone; 0: not any more. */
export function undoableMs(
  {doneAt, undoneAt}: Pick<BulkCommand, 'doneAt' | 'undoneAt'>,
  nowMs: number,
): number {
  if (undoneAt !== null) return 0;
  return Math.max(0, new Date(doneAt).getTime() + UNDO_MS - nowMs);
}

/** Whether an act can be undone, and changed anything. */
export const isUndoable = (
  command: Pick<BulkCommand, 'doneAt' | 'undoneAt' | 'doneCount'>,
  nowMs: number,
): boolean => command.doneCount > 0 && undoableMs(command, nowMs) > 0;
