import {goodDraft, type CorpusDraft} from './draft.ts';
import {baseLesson} from './lessons.ts';

/** A good lesson, and the lesson whose step it was asked for; mostly of the same roadmap. */
const PAIRS: readonly (readonly [written: string, wanted: string])[] = [
  ['python-loops', 'python-decorators'],
  ['python-decorators', 'text-encodings'],
  ['text-encodings', 'python-loops-reading'],
  ['sql-dialects', 'sql-windows'],
  ['sql-joins', 'sql-dialects'],
  ['gradient-descent', 'llm-prompts'],
  ['i18n-dates', 'js-async'],
  ['html-a11y', 'css-grid'],
  ['k8s-services', 'k8s-probes'],
  ['docker-images', 'js-testing'],
  ['regex-basics', 'js-async'],
  ['git-branches', 'linux-pipes'],
];

/** Lessons with nothing wrong in them, but for being of another step. */
export function offTopicDrafts(): CorpusDraft[] {
  return PAIRS.map(([writtenId, wantedId]) => {
    const written = baseLesson(writtenId);
    const request = {...baseLesson(wantedId).request, style: written.request.style};
    return goodDraft(
      `topic: ${writtenId} for ${wantedId}`,
      {request, answer: written.answer},
      {kind: 'topic', expectedCheck: 'topic'},
    );
  });
}
