import {csvText} from '../../domain/csv.ts';
import {type AuditEvent, auditEvents} from '../../sql/queries/audit.ts';
import {
  type VoteComment,
  voteComments,
  type VotedLesson,
  votedLessons,
} from '../../sql/queries/vote-pages.ts';
import {builder} from '../graphql/builder.ts';
import {AuditFilterInput, auditFilterOf} from './audit.ts';
import {VoteFilter, voteFilterOf, VoteOrderEnum, VoteTypeEnum} from './votes.ts';

/** Of one file. */
const MAX_ROWS = 10_000;

/** `isCut`: there are more rows than a file may have. */
type CsvFile = {filename: string; text: string; rowCount: number; isCut: boolean};

const CsvFileType = builder.objectRef<CsvFile>('CsvFile').implement({
  description: 'A list as a file of comma-separated values (RFC 4180, UTF-8). No cell begins a formula.',
  fields: t => ({
    filename: t.exposeString('filename'),
    text: t.exposeString('text'),
    rowCount: t.exposeInt('rowCount'),
    isCut: t.exposeBoolean('isCut', {
      description: `There are more than ${MAX_ROWS} rows. Narrow the filter.`,
    }),
  }),
});

const LESSON_COLUMNS = [
  ['lesson', (lesson: VotedLesson) => lesson.lessonId],
  ['cell', lesson => lesson.cellId],
  ['step', lesson => lesson.stepTitle],
  ['lesson number', lesson => lesson.lessonNumber],
  ['style', lesson => lesson.style],
  ['title', lesson => lesson.title],
  ['approval status', lesson => lesson.approvalStatus],
  ['upvotes', lesson => lesson.upvotes],
  ['downvotes', lesson => lesson.downvotes],
  ['views', lesson => lesson.viewCount],
  ['score', lesson => lesson.score],
] satisfies Parameters<typeof csvText<VotedLesson>>[0];

const COMMENT_COLUMNS = [
  ['at', (comment: VoteComment) => comment.updatedAt],
  ['lesson', comment => comment.lessonId],
  ['step', comment => comment.stepTitle],
  ['lesson number', comment => comment.lessonNumber],
  ['style', comment => comment.style],
  ['title', comment => comment.title],
  ['user', comment => comment.userId],
  ['vote', comment => comment.voteType],
  ['comment', comment => comment.comment],
] satisfies Parameters<typeof csvText<VoteComment>>[0];

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

const AUDIT_COLUMNS = [
  ['id', (event: AuditEvent) => event.auditEventId],
  ['at', event => event.at],
  ['actor', event => event.actor],
  ['role', event => event.actorRole],
  ['action', event => event.action],
  ['cell', event => event.cellId],
  ['lesson', event => event.lessonId],
  ['run', event => event.runId],
  ['reason', event => event.reason],
  ['before', event => json(event.before)],
  ['after', event => json(event.after)],
] satisfies Parameters<typeof csvText<AuditEvent>>[0];

/** A file of rows, of which one more may have been asked for than it holds. */
function file<Row>(
  name: string,
  columns: Parameters<typeof csvText<Row>>[0],
  found: readonly Row[],
): CsvFile {
  const rows = found.slice(0, MAX_ROWS);
  const day = new Date().toISOString().slice(0, 10);
  return {
    filename: `preheat-${name}-${day}.csv`,
    text: csvText(columns, rows),
    rowCount: rows.length,
    isCut: found.length > MAX_ROWS,
  };
}

/** Lists as files. */
export function addExport(): void {
  builder.queryField('votedLessonsCsv', t =>
    t.field({
      type: CsvFileType,
      authScopes: {moderator: true},
      description: 'The list `votedLessons` as a file.',
      args: {order: t.arg({type: VoteOrderEnum, required: true}), filter: t.arg({type: VoteFilter})},
      resolve: async (_root, {order, filter}, {pool}) => {
        const options = {order, filter: voteFilterOf(filter), offset: 0, limit: MAX_ROWS + 1};
        return file('votes', LESSON_COLUMNS, await votedLessons(pool, options));
      },
    }),
  );

  builder.queryField('voteCommentsCsv', t =>
    t.field({
      type: CsvFileType,
      authScopes: {moderator: true},
      description: 'The list `voteComments` as a file.',
      args: {voteType: t.arg({type: VoteTypeEnum}), lessonId: t.arg({type: 'LessonId'})},
      resolve: async (_root, {voteType, lessonId}, {pool}) => {
        const which = {voteType: voteType ?? null, lessonId: lessonId ?? null};
        return file(
          'comments',
          COMMENT_COLUMNS,
          await voteComments(pool, {...which, after: null, limit: MAX_ROWS + 1}),
        );
      },
    }),
  );

  builder.queryField('auditEventsCsv', t =>
    t.field({
      type: CsvFileType,
      authScopes: {admin: true},
      description: 'The audit log as a file.',
      args: {filter: t.arg({type: AuditFilterInput})},
      resolve: async (_root, {filter}, {pool}) => {
        const options = {filter: auditFilterOf(filter), beforeId: null, limit: MAX_ROWS + 1};
        return file('audit', AUDIT_COLUMNS, await auditEvents(pool, options));
      },
    }),
  );
}
