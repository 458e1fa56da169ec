import {access} from 'node:fs/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {startServer} from '../../api/server.ts';
import {isObjectType} from '../../api/graphql/graphql.ts';
import {schema} from '../../api/graphql/schema.ts';
import {importRoadmaps} from '../../sql/queries/roadmaps.ts';
import {roadmap, step} from '../sql/givens.ts';
import {givenPublished} from '../sql/published.ts';
import {testDatabase} from '../support/postgres.ts';
import {ask, givenUser, signedIn} from './givens.ts';

// The verification checklist of the document that the project began with, item by item and in its order: the second
// query meets what the first one left. Where it names a file of the application, here is what stands for it.
const {sql} = await testDatabase();
let server: Awaited<ReturnType<typeof startServer>>;
let headers: Record<string, string>;

/** As the document has it, blanks and commas included. */
const QUERY = `
    query {
        lessons {
            getOrGenerateLesson(
                stepTitle: "Python Variables",
                learningStyle: "mixed",
                lessonNumber: 1
            ) {
                success
                lesson { id, title, content }
                wasCached
            }
        }
    }
`;

beforeAll(async () => {
  await importRoadmaps(sql, [roadmap('python', [step('Python Variables', {styles: ['mixed']})])]);
  server = await startServer({
    pool: sql,
    port: 0,
    emulated: false,
    log: line => {
      throw new Error(line);
    },
    requestLesson: async cellId => ({ended: givenPublished(sql, cellId)}),
  });
  const {email} = await givenUser(sql);
  headers = {...(await signedIn(server.url, email))};
});
afterAll(async () => server.stop());

const answer = async () =>
  (await ask(server.url, QUERY, {headers})).data?.['lessons']?.['getOrGenerateLesson'];
const countLessons = async () =>
  (await sql<[{count: number}]>`SELECT COUNT(*) FROM lessons_lessoncontent;`)[0].count;

const fieldsOf = (name: string): string[] => {
  const type = schema.getType(name);
  return isObjectType(type) ? Object.keys(type.getFields()) : [];
};

test('1. the query get_or_generate_lesson is there, with its two companions', async () => {
  await access('api/graphql/lessons-query.ts');
  expect(fieldsOf('LessonsQuery')).toEqual(
    expect.arrayContaining(['getOrGenerateLesson', 'getLessonVersions', 'getLessonById']),
  );
});

test('2. the mutations are there: voting, regeneration, review', async () => {
  await access('api/graphql/lessons-mutation.ts');
  expect(fieldsOf('LessonsMutation').toSorted()).toEqual([
    'mentorReviewLesson',
    'regenerateLesson',
    'voteLesson',
  ]);
});

test('3. both are registered in the schema, as `lessons`', () => {
  expect([fieldsOf('Query').includes('lessons'), fieldsOf('Mutation').includes('lessons')]).toEqual([
    true,
    true,
  ]);
});

test('4. a lesson is generated via GraphQL', async () => {
  expect(await countLessons()).toBe(0);
  expect(await answer()).toEqual({
    success: true,
    lesson: {id: 1, title: 'Ours', content: expect.any(Object) as object},
    wasCached: false,
  });
});

test('5. the lesson is saved to the database', async () => {
  const [row] = await sql`
    select roadmap_step_title, lesson_number, learning_style, cache_key = md5('Python Variables:1:mixed') as is_found
    from lessons_lessoncontent where id = 1
  `;
  expect(row).toMatchObject({roadmapStepTitle: 'Python Variables', lessonNumber: 1, isFound: true});
});

test('6. the second query returns the cached lesson', async () => {
  expect(await answer()).toMatchObject({success: true, lesson: {id: 1}, wasCached: true});
});

test('7. the count of lessons is above 0, and did not grow by the second query', async () => {
  expect(await countLessons()).toBe(1);
});
