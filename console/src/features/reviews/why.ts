import {plural} from '../../lib/format.ts';
import type {QueueItem} from './moderator-queries.ts';

/** Why a lesson stands where it does in the queue, what weighs most first. */
export function whyQueued(item: QueueItem): string[] {
  const {warningCount, upvotes, downvotes} = item;
  return [
    item.requestedAt !== null &&
      (item.requestReason ? `sent to review: ${item.requestReason}` : 'sent to review'),
    item.isEmulated && 'written by the emulator',
    item.waitsForMentor && 'two new versions did not help',
    item.afterBadVerdict && 'made after a bad verdict',
    warningCount > 0 && plural(warningCount, 'warning'),
    downvotes > 0 && `${plural(downvotes, 'vote')} against it, ${upvotes} for it`,
    item.isFirst && 'first lesson of its cell',
    item.kind === 'second' && 'second opinion, blind',
  ].filter(reason => reason !== false);
}
