import type {Agreement} from '../domain/agreement.ts';
import type {MentorAgreement} from '../domain/review-agreement.ts';
import type {QueueItem} from '../domain/review-queue.ts';
import type {Calibration} from '../sql/queries/agreement.ts';
import {formatCount} from './format.ts';

/** The head of the queue, a lesson in two lines: which, and why it comes here. */
export function queueText({
  items,
  refreshedAt,
  itemCount,
}: {
  items: readonly QueueItem[];
  refreshedAt: Date | null;
  itemCount: number;
}): string {
  if (refreshedAt === null)
    return 'The queue was never counted. The next run or the next night does it; until then mentors are given nothing.';
  const at = `${refreshedAt.toISOString().slice(0, 19)}Z`;
  if (items.length === 0) return `No lesson wants a review (counted ${at}).`;
  return [`${formatCount(itemCount)} lessons in the queue (counted ${at})`, ...items.map(itemLines)].join(
    '\n',
  );
}

function itemLines(item: QueueItem): string {
  const name = `${item.lessonId}  ${item.stepTitle} · lesson ${item.lessonNumber} · ${item.style}`;
  const lines = `${name}${item.heldBy === null ? '' : `  (held by ${item.heldBy})`}\n     ${reasonsOf(item).join(', ')}`;
  // Titles and ids that others wrote must not move the cursor.
  return lines.replaceAll(/[^\P{Cc}\n]/gu, '�');
}

function reasonsOf(item: QueueItem): string[] {
  return [
    `harm ${item.harm.toFixed(3)}: bad with ${percent(item.pBad)}`,
    `demand ${item.demand.toFixed(1)} x`,
    counted(item.ageDays, 'day', 'old'),
    ...(item.warningCount > 0 ? [counted(item.warningCount, 'warning')] : []),
    ...(item.upvotes + item.downvotes > 0 ? [`votes +${item.upvotes} -${item.downvotes}`] : []),
    ...(item.isFirst ? ['the first of its cell'] : []),
    ...(item.afterBadVerdict ? ['made after a bad verdict'] : []),
    ...(item.waitsForMentor ? ['given up by the machine'] : []),
    ...(item.isEmulated ? ['emulated'] : []),
    ...(item.kind === 'second' ? ['second opinion'] : []),
  ];
}

/** How far mentors agree, as a table; and how good the queue's estimate was. */
export function agreementText({
  overall,
  byMentor,
  byReason,
  calibration,
}: MentorAgreement & {calibration: Calibration}): string {
  const known = calibrationLine(calibration);
  if (overall.unitCount === 0)
    return `No lesson has the verdicts of two mentors yet: there is nothing to say of agreement.\n${known}`;
  const given = byReason.filter(({alpha}) => alpha !== null);
  return [
    row('', {head: ['pairs', 'equal', 'alpha', 'AC1']}),
    row('all mentors', overall),
    ...byMentor.map(of => row(of.mentorId, of)),
    ...(given.length > 0 ? ['', 'Reasons, given or not'] : []),
    ...given.map(of => row(of.reason, of)),
    '',
    known,
  ].join('\n');
}

function row(name: string, figures: Agreement | {head: string[]}): string {
  const cells =
    'head' in figures
      ? figures.head
      : [
          formatCount(figures.unitCount),
          figures.share === null ? '-' : percent(figures.share),
          ...[figures.alpha, figures.ac1].map(figure => figure?.toFixed(2) ?? '-'),
        ];
  return `${name.padEnd(20)}${cells.map(cell => cell.padStart(8)).join('')}`;
}

function calibrationLine({reviewCount, expectedBadShare, badShare}: Calibration): string {
  if (expectedBadShare === null || badShare === null)
    return 'No lesson that was offered by chance has a verdict yet: how good the order of the queue is cannot be said.';
  return `Of ${counted(reviewCount, 'lesson')} offered by chance, ${percent(badShare)} were found bad; ${percent(expectedBadShare)} were expected.`;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const counted = (count: number, noun: string, rest = ''): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}${rest && ` ${rest}`}`;
