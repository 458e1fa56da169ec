import type {LessonFilter} from '../../sql/queries/bulk.ts';
import {builder} from '../graphql/builder.ts';
import {textUpTo} from '../graphql/inputs.ts';
import {selectedCells, TEXT} from './cell-filter.ts';
import {StyleEnum} from './enums.ts';

const MAX_NAMED = 500;

const VersionStateEnum = builder.enumType('VersionState', {values: ['live', 'parked', 'retired'] as const});
const ApprovalStatusEnum = builder.enumType('ApprovalStatus', {
  values: ['pending', 'approved', 'rejected', 'mentor_verified'] as const,
});
const VersionOriginEnum = builder.enumType('VersionOrigin', {values: ['preheat', 'adopted'] as const});

export const LessonFilterInput = builder.inputType('LessonFilter', {
  description: 'Which versions of lessons; what is left out does not narrow.',
  fields: t => ({
    roadmapKeys: t.stringList({validate: TEXT.array().max(100, 'must be at most 100.')}),
    styles: t.field({type: [StyleEnum]}),
    states: t.field({type: [VersionStateEnum]}),
    approvalStatuses: t.field({type: [ApprovalStatusEnum]}),
    origin: t.field({type: VersionOriginEnum, description: 'Who wrote it; adopted: somebody else.'}),
    text: t.string({description: "Anywhere in the step's title.", validate: TEXT}),
    cellIds: t.intList({
      description: 'A selection of cells by hand: all their versions.',
      validate: selectedCells,
    }),
    lessonIds: t.field({
      type: ['LessonId'],
      description: 'A selection by hand.',
      validate: textUpTo(100).array().max(MAX_NAMED, `must be at most ${MAX_NAMED}.`),
    }),
  }),
});

/** The filter without what was left out, or sent as null. */
export function lessonFilterOf(input: typeof LessonFilterInput.$inferInput): LessonFilter {
  const {roadmapKeys, styles, states, approvalStatuses, origin, text, cellIds, lessonIds} = input;
  return {
    ...(roadmapKeys && {roadmapKeys}),
    ...(styles && {styles}),
    ...(states && {states}),
    ...(approvalStatuses && {approvalStatuses}),
    ...(origin && {origin}),
    ...(text && {text}),
    ...(cellIds && {cellIds}),
    ...(lessonIds && {lessonIds}),
  };
}
