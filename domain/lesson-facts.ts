/** What `created_by` says of models, as the application names them. */
const MODELS: Record<string, string> = {
  'gemini-ai': 'Gemini AI',
  openai: 'GPT-4',
  'claude-ai': 'Claude AI',
  'gpt-4': 'Gpt 4',
  llama: 'Llama',
};

const PERSON = /^(?<kind>mentor|manual):(?<id>[^:]*)/;

/** Whether a model wrote the lesson; the emulator is one as well. */
export const isAiGenerated = (createdBy: string): boolean =>
  Object.hasOwn(MODELS, createdBy) || createdBy === 'gemini-emulator';

/** Who made a lesson, in words: the model, the mentor or the person by hand. */
export function creatorDisplayName(createdBy: string): string {
  if (Object.hasOwn(MODELS, createdBy)) return MODELS[createdBy] ?? '';
  const {kind, id} = PERSON.exec(createdBy)?.groups ?? {};
  if (kind !== undefined) return `${kind === 'mentor' ? 'Mentor' : 'Manual'} (ID: ${id})`;
  return createdBy
    .replaceAll('-', ' ')
    .replace(/\p{L}+/gu, word => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}

/** The sources that the application looks for, with the points of each and the most that they give. */
const SOURCES = [
  {key: 'stackoverflow_answers', name: 'Stack Overflow', points: 5, maxPoints: 20},
  {key: 'github_examples', name: 'GitHub', points: 5, maxPoints: 20},
  {key: 'dev_articles', name: 'Dev.to', points: 3, maxPoints: 15},
  {key: 'youtube_videos', name: 'YouTube', points: 7, maxPoints: 20},
] as const;

const OFFICIAL_DOCS_POINTS = 25;

export type Sourced = {sourceType: string; sourceAttribution: unknown};

export const isMultiSource = ({sourceType}: Sourced): boolean => sourceType === 'multi_source';

/** From 0 (no research) to 100: 25 for official documents, and points for each kind of source up to its own limit. */
export function researchQualityScore(lesson: Sourced): number {
  const {hasDocs, counts} = sourcesOf(lesson);
  return counts.reduce(
    (score, {count, points, maxPoints}) => score + Math.min(count * points, maxPoints),
    hasDocs ? OFFICIAL_DOCS_POINTS : 0,
  );
}

/** The sources of a lesson in a sentence. */
export function sourceSummary(lesson: Sourced): string {
  const {hasDocs, counts, isEmpty} = sourcesOf(lesson);
  if (isEmpty) return 'AI-generated without external research';
  const named = [
    ...(hasDocs ? ['Official Docs'] : []),
    ...counts.flatMap(({name, count}) => (count > 0 ? [`${name} (${count})`] : [])),
  ];
  if (named.length === 0) return 'Multi-source research (no sources recorded)';
  const total = counts.reduce((sum, {count}) => sum + count, hasDocs ? 1 : 0);
  return `Verified with ${total} ${total === 1 ? 'source' : 'sources'}: ${named.join(', ')}`;
}

/** Whatever another writer stored there: what is no list counts nothing. */
function sourcesOf(lesson: Sourced) {
  const stored = isMultiSource(lesson) ? lesson.sourceAttribution : null;
  const sources =
    typeof stored === 'object' && stored !== null && !Array.isArray(stored)
      ? (stored as Record<string, unknown>)
      : {};
  const docs = sources['official_docs'];
  return {
    isEmpty: Object.keys(sources).length === 0,
    hasDocs: Array.isArray(docs) ? docs.length > 0 : Boolean(docs),
    counts: SOURCES.map(source => {
      const list = sources[source.key];
      return {...source, count: Array.isArray(list) ? list.length : 0};
    }),
  };
}
