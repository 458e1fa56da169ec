import {
  type FieldChange,
  ROADMAP_CHANGES,
  type RoadmapChange,
  STEP_CHANGES,
  type StepChange,
} from '../../domain/roadmaps/changes.ts';
import type {CellChanges} from '../../domain/roadmaps/import-preview.ts';
import type {Problem} from '../../domain/roadmaps/problem.ts';
import {builder} from '../graphql/builder.ts';
import {countUpTo} from '../graphql/inputs.ts';

/** Faults beyond these help nobody; their count is told. */
const MAX_PROBLEMS = 200;

const FIRST_ROADMAPS = 100;
const MAX_ROADMAPS = 1_000;
const FIRST_STEPS = 200;
const MAX_STEPS = 2_000;

/** What is wrong with a text, or else what its import would do. `digest` is null where it would do nothing. */
export type Previewed = {
  problems: Problem[];
  roadmaps: RoadmapChange[];
  cells: CellChanges;
  digest: string | null;
};

const ImportProblemType = builder.objectRef<Problem>('ImportProblem').implement({
  description: 'One thing to mend in a text before it can be imported.',
  fields: t => ({
    line: t.exposeInt('line', {description: 'From 1.'}),
    field: t.exposeString('field', {
      description: 'As `steps[3].title`, steps counted from 0; `YAML` or `file`.',
    }),
    message: t.exposeString('message', {description: 'Goes after the name of the field.'}),
  }),
});

const FieldChangeType = builder.objectRef<FieldChange>('FieldChange').implement({
  fields: t => ({
    field: t.exposeString('field', {description: 'As the text calls it.'}),
    before: t.exposeString('before', {nullable: true, description: 'Null where it is new.'}),
    after: t.exposeString('after', {nullable: true, description: 'Null where it goes.'}),
  }),
});

const StepChangeKindEnum = builder.enumType('StepChangeKind', {values: STEP_CHANGES});

const StepChangeType = builder.objectRef<StepChange>('StepChange').implement({
  description:
    'A step that an import changes. A step is known by its title: with another one it is another step.',
  fields: t => ({
    title: t.exposeString('title'),
    kind: t.expose('kind', {
      type: StepChangeKindEnum,
      description: '`moved`: nothing but its place among the steps that stay.',
    }),
    isMoved: t.exposeBoolean('isMoved'),
    positionBefore: t.exposeInt('positionBefore', {nullable: true}),
    positionAfter: t.exposeInt('positionAfter', {nullable: true}),
    fields: t.expose('fields', {type: [FieldChangeType]}),
  }),
});

const RoadmapChangeKindEnum = builder.enumType('RoadmapChangeKind', {
  description: '`archived`: the import leaves it as it is; restore it first to change it.',
  values: ROADMAP_CHANGES,
});

const countOf = (steps: readonly StepChange[], kind: StepChange['kind']): number =>
  steps.filter(step => step.kind === kind).length;

const RoadmapChangeType = builder.objectRef<RoadmapChange>('RoadmapChange').implement({
  description: 'What an import does to a roadmap.',
  fields: t => ({
    key: t.exposeString('key'),
    title: t.exposeString('title'),
    kind: t.expose('kind', {type: RoadmapChangeKindEnum}),
    fields: t.expose('fields', {type: [FieldChangeType], description: 'Title, description and category.'}),
    addedCount: t.int({resolve: ({steps}) => countOf(steps, 'added')}),
    removedCount: t.int({resolve: ({steps}) => countOf(steps, 'removed')}),
    changedCount: t.int({resolve: ({steps}) => countOf(steps, 'changed')}),
    movedCount: t.int({
      description: 'Also of changed steps.',
      resolve: ({steps}) => steps.filter(({isMoved}) => isMoved).length,
    }),
    steps: t.field({
      type: [StepChangeType],
      description: 'Those that change: in the order of the new roadmap, then those that go.',
      args: {first: t.arg.int({defaultValue: FIRST_STEPS, validate: countUpTo(MAX_STEPS)})},
      resolve: ({steps}, {first}) => steps.slice(0, first ?? FIRST_STEPS),
    }),
  }),
});

const ImportCellsType = builder.objectRef<CellChanges>('ImportCells').implement({
  description: 'Cells that an import changes. Lessons are never deleted.',
  fields: t => ({
    newCount: t.exposeInt('newCount'),
    backCount: t.exposeInt('backCount', {description: 'Archived ones that come back, with their lessons.'}),
    archivedCount: t.exposeInt('archivedCount', {description: 'No roadmap wants them then.'}),
    staleCount: t.exposeInt('staleCount', {
      description: 'Served by lessons that were made from other words than their step has then.',
    }),
  }),
});

const ofKind = (roadmaps: readonly RoadmapChange[], kind: RoadmapChange['kind']): number =>
  roadmaps.filter(roadmap => roadmap.kind === kind).length;

export const ImportPreviewType = builder.objectRef<Previewed>('ImportPreview').implement({
  description: 'What is wrong with a text, or else what its import does.',
  fields: t => ({
    problems: t.field({
      type: [ImportProblemType],
      description: `All at once, at most ${MAX_PROBLEMS}. With any of them nothing can be imported.`,
      resolve: ({problems}) => problems.slice(0, MAX_PROBLEMS),
    }),
    problemCount: t.int({resolve: ({problems}) => problems.length}),
    newCount: t.int({description: 'Roadmaps.', resolve: ({roadmaps}) => ofKind(roadmaps, 'new')}),
    changedCount: t.int({resolve: ({roadmaps}) => ofKind(roadmaps, 'changed')}),
    unchangedCount: t.int({resolve: ({roadmaps}) => ofKind(roadmaps, 'unchanged')}),
    archivedCount: t.int({resolve: ({roadmaps}) => ofKind(roadmaps, 'archived')}),
    roadmaps: t.field({
      type: [RoadmapChangeType],
      description: 'In the order of the text.',
      args: {first: t.arg.int({defaultValue: FIRST_ROADMAPS, validate: countUpTo(MAX_ROADMAPS)})},
      resolve: ({roadmaps}, {first}) => roadmaps.slice(0, first ?? FIRST_ROADMAPS),
    }),
    cells: t.expose('cells', {type: ImportCellsType}),
    digest: t.exposeString('digest', {
      nullable: true,
      description:
        'Names this preview, but for `staleCount`, which changes with each lesson that a run makes. Null where nothing can or would be imported.',
    }),
  }),
});
