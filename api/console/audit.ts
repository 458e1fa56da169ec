import {type AuditEvent, auditEvents, type AuditFilter} from '../../sql/queries/audit.ts';
import {builder} from '../graphql/builder.ts';
import {countUpTo, textUpTo} from '../graphql/inputs.ts';
import {connectionOf, cursorOf, pageSize, placeOf} from './connection.ts';

const FIRST = 50;
const NAME = textUpTo(255);

const AuditEventType = builder.objectRef<AuditEvent>('AuditEvent');
AuditEventType.implement({
  description: 'Who did what to what.',
  fields: t => ({
    auditEventId: t.exposeInt('auditEventId'),
    at: t.expose('at', {type: 'DateTime'}),
    actor: t.exposeString('actor', {
      description: "A user's id, `cli` for a terminal, `preheat` for Preheat itself.",
    }),
    actorRole: t.exposeString('actorRole', {description: 'At that time.'}),
    action: t.exposeString('action'),
    cellId: t.exposeInt('cellId', {nullable: true}),
    lessonId: t.exposeString('lessonId', {nullable: true}),
    runId: t.exposeInt('runId', {nullable: true}),
    reason: t.exposeString('reason', {nullable: true}),
    before: t.expose('before', {type: 'JSON', nullable: true}),
    after: t.expose('after', {type: 'JSON', nullable: true}),
  }),
});

const AuditConnection = connectionOf('AuditEvent', AuditEventType);

export const AuditFilterInput = builder.inputType('AuditFilter', {
  description: 'Which events; what is left out does not narrow.',
  fields: t => ({
    actor: t.string({validate: NAME}),
    actions: t.stringList({validate: NAME.array().max(50, 'must be at most 50.')}),
    cellId: t.int({validate: countUpTo(2 ** 31 - 1)}),
    lessonId: t.field({type: 'LessonId'}),
    runId: t.int({validate: countUpTo(2 ** 31 - 1)}),
    since: t.field({type: 'DateTime'}),
    until: t.field({type: 'DateTime', description: 'Before this.'}),
  }),
});

/** Moments beyond these say nothing of a log, and the farthest cannot be sent to Postgres. */
const [EARLIEST, LATEST] = [new Date('1970-01-01T00:00:00Z'), new Date('9999-01-01T00:00:00Z')];

function storable(moment: Date | null | undefined): Date | null {
  if (moment == null) return null;
  if (moment < EARLIEST) return EARLIEST;
  return moment > LATEST ? LATEST : moment;
}

/** The filter with null for what was left out. */
export function auditFilterOf(input: typeof AuditFilterInput.$inferInput | null | undefined): AuditFilter {
  const {actor, actions, cellId, lessonId, runId, since, until} = input ?? {};
  return {
    actor: actor ?? null,
    actions: actions ?? null,
    cellId: cellId ?? null,
    lessonId: lessonId ?? null,
    runId: runId ?? null,
    since: storable(since),
    until: storable(until),
  };
}

/** The audit log. */
export function addAudit(): void {
  builder.queryField('auditEvents', t =>
    t.field({
      type: AuditConnection,
      authScopes: {admin: true},
      description: 'Who did what to what, the newest first.',
      args: {
        filter: t.arg({type: AuditFilterInput}),
        first: t.arg.int({defaultValue: FIRST, validate: pageSize}),
        after: t.arg.string({validate: textUpTo(100)}),
      },
      resolve: async (_root, {filter, first, after}, {pool}) => {
        const limit = first ?? FIRST;
        const [beforeId = null] = placeOf(after, 1) ?? [];
        const found = await auditEvents(pool, {filter: auditFilterOf(filter), beforeId, limit: limit + 1});
        const nodes = found.slice(0, limit);
        const last = nodes.at(-1);
        return {
          nodes,
          endCursor: last ? cursorOf(last.auditEventId) : null,
          hasNextPage: found.length > limit,
        };
      },
    }),
  );
}
