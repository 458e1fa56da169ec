import {reasonOf} from '../../domain/cell-reasons.ts';
import {type CellNow, cellsPage, type StepNow, stepsPage} from '../../sql/queries/cell-pages.ts';
import {builder} from '../graphql/builder.ts';
import {textUpTo} from '../graphql/inputs.ts';
import {CellFilterInput, TEXT, cellsAsked} from './cell-filter.ts';
import {connectionOf, cursorOf, pageSize, placeOf} from './connection.ts';
import {CellStateEnum, StyleEnum} from './enums.ts';

const CURSOR = textUpTo(100);
const FIRST = 50;

const Cell = builder.objectRef<CellNow>('Cell');
Cell.implement({
  description: 'A place that should hold a lesson, as it is now.',
  fields: t => ({
    cellId: t.exposeInt('cellId'),
    stepTitle: t.exposeString('stepTitle'),
    lessonNumber: t.exposeInt('lessonNumber'),
    style: t.expose('style', {type: StyleEnum}),
    state: t.field({
      type: CellStateEnum,
      // Only runs know of cells that are made anew.
      resolve: ({state}) => (state === 'regenerate' ? 'served' : state),
    }),
    reason: t.string({
      nullable: true,
      description: 'Why it is not plainly served, in words for people; null where it is.',
      resolve: cell => reasonOf(cell),
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
  }),
});

const Step = builder.objectRef<StepNow>('Step');
Step.implement({
  description: 'A step of a roadmap, with its cells as they are now.',
  fields: t => ({
    position: t.exposeInt('position'),
    title: t.exposeString('title'),
    description: t.exposeString('description'),
    difficulty: t.exposeString('difficulty'),
    firstLesson: t.exposeInt('firstLesson'),
    lessonCount: t.exposeInt('lessonCount', {
      description: 'Lessons are numbered from the first one to this.',
    }),
    styles: t.expose('styles', {type: [StyleEnum]}),
    cells: t.expose('cells', {type: [Cell], description: 'By lesson number, then by style.'}),
  }),
});

const CellConnection = connectionOf('Cell', Cell);
const StepConnection = connectionOf('Step', Step);

/** Pages of cells and of steps. */
export function addCells(): void {
  builder.queryField('cells', t =>
    t.field({
      type: CellConnection,
      authScopes: {mentor: true},
      description:
        'Cells in the order of the roadmaps: those that match as they were counted last, and whose state is one that is asked for still, so that a page may be shorter than asked while more follow.',
      args: {
        filter: t.arg({type: CellFilterInput}),
        comparedWith: t.arg({
          type: 'DateTime',
          description: 'The last count at this moment or before it: what has changed since, `changes` asks.',
        }),
        first: t.arg.int({defaultValue: FIRST, validate: pageSize}),
        after: t.arg.string({validate: CURSOR}),
      },
      resolve: async (_root, {filter: input, comparedWith, first, after}, context) => {
        const [afterCellId = 0] = placeOf(after, 1) ?? [];
        const wanted = await cellsAsked(context, {filter: input, comparedWith});
        const page = await cellsPage(context.pool, {
          ...context.serving,
          filter: wanted.filter,
          comparedWith: wanted.comparedWith,
          afterCellId,
          limit: first ?? FIRST,
        });
        const {cells, endCellId, hasNextPage} = page;
        return {nodes: cells, endCursor: endCellId === null ? null : cursorOf(endCellId), hasNextPage};
      },
    }),
  );

  builder.queryField('steps', t =>
    t.field({
      type: StepConnection,
      authScopes: {mentor: true},
      description: 'The steps of a roadmap in its order; none where there is no such roadmap.',
      args: {
        roadmapKey: t.arg.string({required: true, validate: TEXT}),
        text: t.arg.string({description: "Anywhere in the step's title.", validate: TEXT}),
        first: t.arg.int({defaultValue: FIRST, validate: pageSize}),
        after: t.arg.string({validate: CURSOR}),
      },
      resolve: async (_root, {roadmapKey, text, first, after}, {pool, serving}) => {
        const [position = 0, roadmapStepId = 0] = placeOf(after, 2) ?? [];
        const {steps, hasNextPage} = await stepsPage(pool, {
          ...serving,
          roadmapKey,
          text: text ?? undefined,
          after: {position, roadmapStepId},
          limit: first ?? FIRST,
        });
        const last = steps.at(-1);
        return {
          nodes: steps,
          endCursor: last ? cursorOf(last.position, last.roadmapStepId) : null,
          hasNextPage,
        };
      },
    }),
  );
}
