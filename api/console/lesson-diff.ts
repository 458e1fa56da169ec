import type {DiffLine, Hunk} from '../../domain/diff.ts';
import {diffLessons, type FieldDiff} from '../../domain/lesson-diff.ts';
import {lessonById} from '../../sql/queries/learner-lessons.ts';
import {builder} from '../graphql/builder.ts';

const DiffLineType = builder.objectRef<DiffLine>('DiffLine').implement({
  fields: t => ({
    kind: t.exposeString('kind', {description: 'same, removed or added.'}),
    text: t.exposeString('text'),
  }),
});

const HunkType = builder.objectRef<Hunk>('DiffHunk').implement({
  description: 'A changed place with three lines around it.',
  fields: t => ({
    beforeLine: t.exposeInt('beforeLine', {description: 'Where it begins in the first, from 1.'}),
    afterLine: t.exposeInt('afterLine', {description: 'Where it begins in the second, from 1.'}),
    lines: t.expose('lines', {type: [DiffLineType]}),
  }),
});

const FieldDiffType = builder.objectRef<FieldDiff>('FieldDiff').implement({
  description: 'A part of a lesson that differs.',
  fields: t => ({
    field: t.exposeString('field', {description: 'title, description, …, content.<key>.'}),
    hunks: t.expose('hunks', {type: [HunkType]}),
  }),
});

/** What differs between two lessons. */
export function addLessonDiff(): void {
  builder.queryField('lessonDiff', t =>
    t.field({
      type: [FieldDiffType],
      nullable: true,
      authScopes: {moderator: true},
      description:
        'What differs between two lessons, field by field, in lines; null where one of them is not there.',
      args: {
        before: t.arg({type: 'LessonId', required: true}),
        after: t.arg({type: 'LessonId', required: true}),
      },
      resolve: async (_root, {before, after}, {pool, serving}) => {
        const [old, fresh] = await Promise.all(
          [before, after].map(id => lessonById(pool, {id, anyState: true, emulated: serving.emulated})),
        );
        return old && fresh ? diffLessons(old, fresh) : null;
      },
    }),
  );
}
