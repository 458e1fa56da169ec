import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {schemaText} from '../../api/graphql/dump-schema.ts';
import {isObjectType} from '../../api/graphql/graphql.ts';
import {referenceText} from '../../api/graphql/reference.ts';
import {schema} from '../../api/graphql/schema.ts';

// Where one of these fails: run `npm run schema`, and look at what changed.
test('api/schema.graphql is the schema as it is', async () => {
  expect(await readFile('api/schema.graphql', 'utf8')).toBe(schemaText());
});

test('docs/api.md is the reference of the schema as it is', async () => {
  expect(await readFile('docs/api.md', 'utf8')).toBe(referenceText());
});

// The application's type of a lesson, field by field.
const LESSON_FIELDS = `id roadmapStepTitle lessonNumber learningStyle content title description estimatedDuration
  difficultyLevel createdBy generatedById generatedAt generationPrompt aiModelVersion sourceType sourceAttribution
  researchMetadata upvotes downvotes approvalStatus viewCount completionRate averageQuizScore cacheKey netVotes approvalRate
  isApproved isMentorVerified isAiGenerated isMentorCreated isManualCreated creatorDisplayName qualityScore isMultiSource
  researchQualityScore sourceSummary`;

test('a lesson has all fields of the application', () => {
  const type = schema.getType('LessonContentType');
  if (!isObjectType(type)) throw new Error('There is no type of a lesson.');

  expect(Object.keys(type.getFields()).toSorted()).toEqual(LESSON_FIELDS.split(/\s+/).toSorted());
});
