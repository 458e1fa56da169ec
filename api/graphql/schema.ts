import {addLessonActs} from '../console/lesson-acts.ts';
import {addLessonDiff} from '../console/lesson-diff.ts';
import {addRegenerateLessons} from '../console/lesson-regenerate.ts';
import {addLesson} from '../console/lesson.ts';
import {addAccess} from './access.ts';
import {builder} from './builder.ts';
import type {GraphQLSchema} from './graphql.ts';
import {addLessonsMutation} from './lessons-mutation.ts';
import {addLessonsQuery} from './lessons-query.ts';
import {addScalars} from './scalars.ts';

builder.queryType({description: 'What can be asked.'});
builder.mutationType({description: 'What can be done.'});
addScalars();
addAccess();
addLessonsQuery();
addLessonsMutation();
addLesson();
addLessonDiff();
addLessonActs();
addRegenerateLessons();

/** The schema of the API. */
export const schema: GraphQLSchema = builder.toSchema();
