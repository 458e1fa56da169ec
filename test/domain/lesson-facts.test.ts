import {expect, test} from 'vitest';
import {
  creatorDisplayName,
  isAiGenerated,
  isMultiSource,
  researchQualityScore,
  sourceSummary,
} from '../../domain/lesson-facts.ts';

const lesson = (sourceAttribution: unknown, sourceType = 'multi_source') => ({sourceType, sourceAttribution});

const ALL = {
  official_docs: {url: 'https://docs.example.org'},
  stackoverflow_answers: [1, 2, 3, 4],
  github_examples: [1, 2, 3, 4],
  dev_articles: [1, 2, 3, 4, 5],
  youtube_videos: [1, 2, 3],
};

// Observed in the application: facts/reader.md, section 4.
test('all sources give 100 points and are all named', () => {
  expect(researchQualityScore(lesson(ALL))).toBe(100);
  expect(sourceSummary(lesson(ALL))).toBe(
    'Verified with 17 sources: Official Docs, Stack Overflow (4), GitHub (4), Dev.to (5), YouTube (3)',
  );
});

test.each([
  [{official_docs: {}}, 25],
  [{official_docs: []}, 0],
  [{official_docs: null}, 0],
  [{stackoverflow_answers: [1]}, 5],
  [{stackoverflow_answers: [1, 2, 3, 4, 5]}, 20],
  [{github_examples: [1, 2]}, 10],
  [{github_examples: [1, 2, 3, 4, 5]}, 20],
  [{dev_articles: [1]}, 3],
  [{dev_articles: [1, 2, 3, 4, 5, 6]}, 15],
  [{youtube_videos: [1]}, 7],
  [{youtube_videos: [1, 2, 3]}, 20],
  [{stackoverflow_answers: null, github_examples: 'many'}, 0],
  [{}, 0],
  [[], 0],
  [null, 0],
  ['text', 0],
])('%j gives %i points', (sources, points) => {
  expect(researchQualityScore(lesson(sources))).toBe(points);
});

test('a lesson that says it has no sources has none, whatever stands in the column', () => {
  expect(isMultiSource(lesson(ALL, 'ai_only'))).toBe(false);
  expect(researchQualityScore(lesson(ALL, 'ai_only'))).toBe(0);
  expect(sourceSummary(lesson(ALL, 'ai_only'))).toBe('AI-generated without external research');
});

test('sources in words', () => {
  expect(sourceSummary(lesson({}))).toBe('AI-generated without external research');
  expect(sourceSummary(lesson({other: [1]}))).toBe('Multi-source research (no sources recorded)');
  expect(sourceSummary(lesson({official_docs: {url: 'u'}}))).toBe('Verified with 1 source: Official Docs');
});

test.each([
  ['gemini-ai', 'Gemini AI', true],
  ['openai', 'GPT-4', true],
  ['claude-ai', 'Claude AI', true],
  ['gpt-4', 'Gpt 4', true],
  ['llama', 'Llama', true],
  ['gemini-emulator', 'Gemini Emulator', true],
  ['mentor:abc', 'Mentor (ID: abc)', false],
  ['manual:7:x', 'Manual (ID: 7)', false],
  ['some-body', 'Some Body', false],
  ['constructor', 'Constructor', false],
])('%s is shown as %s', (createdBy, name, isModel) => {
  expect([creatorDisplayName(createdBy), isAiGenerated(createdBy)]).toEqual([name, isModel]);
});
