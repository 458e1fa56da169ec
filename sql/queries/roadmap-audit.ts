import type {Actor} from '../../domain/actor.ts';
import type {FieldChange, RoadmapChange, StepChange} from '../../domain/roadmaps/changes.ts';
import type {Db} from '../client.ts';

/** Writes down for good what an import changed: an event for each roadmap, with all that it took away and put there. */
export async function auditRoadmaps(
  db: Db,
  {changes, actor}: {changes: readonly RoadmapChange[]; actor: Actor},
): Promise<void> {
  const events = changes
    .filter(({kind}) => kind === 'new' || kind === 'changed')
    .map(change => ({before: sideOf(change, 'before'), after: sideOf(change, 'after')}));
  await db`
    select preheat.audit(${actor.id}, ${actor.role}, 'import_roadmap', null, null, null, e.before, e.after)
    from jsonb_to_recordset(${db.json(events)}) as e(before jsonb, after jsonb)
  `;
}

/** Writes down for good that somebody archived a roadmap or took it back. */
export async function auditRoadmap(
  db: Db,
  event: {
    action: 'archive_roadmap' | 'restore_roadmap';
    key: string;
    cellCount: number;
    reason: string | null;
    actor: Actor;
  },
): Promise<void> {
  const {action, key, cellCount, reason, actor} = event;
  await db`
    select preheat.audit(
      ${actor.id}, ${actor.role}, ${action}, null, null, ${reason}, null,
      ${db.json({roadmapKey: key, cellCount})}
    )
  `;
}

type Side = 'before' | 'after';

function sideOf({key, kind, fields, steps}: RoadmapChange, side: Side) {
  const isThere = side === 'after' || kind !== 'new';
  return {
    roadmapKey: key,
    ...(isThere && valuesOf(fields, side)),
    steps: steps.flatMap(step => stepOf(step, side)),
  };
}

function stepOf(step: StepChange, side: Side) {
  const position = side === 'before' ? step.positionBefore : step.positionAfter;
  return position === null ? [] : [{position, title: step.title, ...valuesOf(step.fields, side)}];
}

const valuesOf = (fields: readonly FieldChange[], side: Side) =>
  Object.fromEntries(fields.flatMap(change => (change[side] === null ? [] : [[change.field, change[side]]])));
