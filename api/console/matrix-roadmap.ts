import {reasonOf} from '../../domain/cell-reasons.ts';
import {
  type MatrixCell,
  type MatrixLesson,
  matrixRoadmap,
  type MatrixRows,
  type MatrixStep,
} from '../../sql/queries/matrix-roadmap.ts';
import {builder} from '../graphql/builder.ts';
import {countUpTo} from '../graphql/inputs.ts';
import {CellFilterInput, CellMarkEnum, TEXT, cellsAsked} from './cell-filter.ts';
import {CellStateEnum, StyleEnum} from './enums.ts';

/** About so many cells an answer: most roadmaps have fewer. */
const CELL_LIMIT = 10_000;

const MatrixCellType = builder.objectRef<MatrixCell>('MatrixCell').implement({
  description:
    'A place that should hold a lesson. Its state is as of the count that was asked for, or of now; its lesson is always that of now.',
  fields: t => ({
    cellId: t.exposeInt('cellId'),
    style: t.expose('style', {type: StyleEnum}),
    state: t.field({
      type: CellStateEnum,
      // Only runs know of cells that are made anew.
      resolve: ({state}) => (state === 'regenerate' ? 'served' : state),
    }),
    reason: t.string({
      nullable: true,
      description: 'Why it is not plainly served, in words for people; null where it is.',
      resolve: ({marks, ...cell}) => reasonOf({...cell, isWeak: marks.includes('weak')}),
    }),
    staleReason: t.exposeString('staleReason', {
      nullable: true,
      description: 'Why a stale lesson should be made anew: text, prompt, model or age.',
    }),
    lessonId: t.expose('lessonId', {
      type: 'LessonId',
      nullable: true,
      description: 'The lesson that the reader is given.',
    }),
    approvalStatus: t.exposeString('approvalStatus', {nullable: true}),
    upvotes: t.exposeInt('upvotes', {nullable: true}),
    downvotes: t.exposeInt('downvotes', {nullable: true}),
    generatedAt: t.expose('generatedAt', {type: 'DateTime', nullable: true}),
    isWeak: t.boolean({
      description: 'Learners voted the lesson down, as it was counted.',
      resolve: ({marks}) => marks.includes('weak'),
    }),
    marks: t.expose('marks', {type: [CellMarkEnum], description: 'As they were counted.'}),
    demand: t.exposeFloat('demand', {
      description:
        'How much learners ask for it, as it was counted last: a multiple of that for a cell of which nothing is known.',
    }),
    isBeingMade: t.exposeBoolean('isBeingMade', {
      description:
        'Whether a run or a request of a learner makes a lesson for it at this moment; never so as of a count.',
    }),
    matches: t.exposeBoolean('matches', {description: 'Whether the filter names it.'}),
    was: t.field({
      type: CellStateEnum,
      nullable: true,
      description: 'With comparedWith: its state then; null where no roadmap wanted it.',
      resolve: ({was}) => (was === 'regenerate' ? 'served' : was),
    }),
  }),
});

const MatrixLessonType = builder.objectRef<MatrixLesson>('MatrixLesson').implement({
  fields: t => ({
    lessonNumber: t.exposeInt('lessonNumber'),
    cells: t.expose('cells', {type: [MatrixCellType], description: 'By style; those that are wanted.'}),
  }),
});

const MatrixStepType = builder.objectRef<MatrixStep>('MatrixStep').implement({
  fields: t => ({
    position: t.exposeInt('position'),
    title: t.exposeString('title'),
    difficulty: t.exposeString('difficulty'),
    lessons: t.expose('lessons', {type: [MatrixLessonType], description: 'By number.'}),
  }),
});

const MatrixRowsType = builder.objectRef<MatrixRows>('MatrixRows').implement({
  description: 'The rows of a roadmap: its steps that have a cell that matches, with all their cells.',
  fields: t => ({
    roadmapKey: t.exposeString('roadmapKey'),
    title: t.exposeString('title'),
    steps: t.expose('steps', {type: [MatrixStepType], description: 'In their order.'}),
    nextPosition: t.exposeInt('nextPosition', {
      nullable: true,
      description: `Where the next part begins, of a roadmap with more than about ${CELL_LIMIT} cells: ask again with fromPosition. Null where there is none.`,
    }),
  }),
});

/** The rows of the matrix. */
export function addMatrixRoadmap(): void {
  builder.queryField('matrixRoadmap', t =>
    t.field({
      type: MatrixRowsType,
      nullable: true,
      authScopes: {mentor: true},
      description:
        'The matrix of one roadmap: its cells as they are now, or as of a count. Null where there is no such roadmap.',
      args: {
        roadmapKey: t.arg.string({required: true, validate: TEXT}),
        filter: t.arg({type: CellFilterInput}),
        asOf: t.arg({
          type: 'DateTime',
          description: 'The last count at this moment or before it (coverageNights). Default: now.',
        }),
        comparedWith: t.arg({
          type: 'DateTime',
          description: 'The last count at this moment or before it: `was` tells what each cell had then.',
        }),
        fromPosition: t.arg.int({
          defaultValue: 1,
          description: 'Steps from this position on.',
          validate: countUpTo(2 ** 31 - 1),
        }),
      },
      resolve: async (_root, {roadmapKey, filter, asOf, comparedWith, fromPosition}, context) => {
        const wanted = await cellsAsked(context, {filter, asOf, comparedWith});
        const {pool, serving} = context;
        return matrixRoadmap(pool, {
          ...serving,
          ...wanted,
          roadmapKey,
          fromPosition: fromPosition ?? 1,
          cellLimit: CELL_LIMIT,
        });
      },
    }),
  );
}
