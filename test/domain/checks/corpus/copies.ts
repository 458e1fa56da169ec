import type {LessonRequest} from '../../../../domain/lesson-request.ts';
import {goodDraft, siblingOf, type Answer, type CorpusDraft} from './draft.ts';
import {edited} from './edits.ts';
import {baseLesson, type BaseLesson} from './lessons.ts';
import {mapTexts} from './map-texts.ts';

/** Lessons that say again what a sibling says: the next number of a step, or its other style. */
export function copies(): CorpusDraft[] {
  return [
    copy('the next lesson with another title', 'gradient-descent', answer => ({
      ...answer,
      title: 'Gradient descent, continued',
    })),
    copy('the next lesson with some words exchanged', 'web-xss', answer =>
      mapTexts(answer, text =>
        text
          .replaceAll('browser', 'client')
          .replaceAll('page', 'site')
          .replaceAll('danger', 'risk')
          .replaceAll(' you ', ' we '),
      ),
    ),
    copy('the next lesson with its questions in another order', 'http-caching', answer => ({
      ...answer,
      quiz: (answer['quiz'] as unknown[]).toReversed(),
    })),
    copy('the next lesson with a paragraph more', 'url-shortener', answer =>
      edited('near-duplicate: a paragraph more', answer, [
        {
          path: 'study_guide',
          append: '\n\n## And then?\n\nDelete links that nobody has clicked for five years.',
        },
      ]),
    ),
    copy('the next lesson with its exercises turned round', 'react-forms', answer => ({
      ...answer,
      exercises: (answer['exercises'] as unknown[]).toReversed(),
    })),
    copy('the next lesson without small words', 'k8s-probes', answer =>
      mapTexts(answer, text => text.replace(/ (?:also|only|then|just|already|almost) /g, ' ')),
    ),
    asVideo('typescript-generics'),
    asVideo('llm-prompts'),
    asVideo('python-loops-reading'),
  ];
}

function copy(name: string, lessonId: string, change: (answer: Answer) => Answer): CorpusDraft {
  const lesson = baseLesson(lessonId);
  const request = {...lesson.request, lessonNumber: 2, lessonCount: 2};
  return copyOf(name, lesson, {request, answer: change(lesson.answer)});
}

/** The article once more as the study guide of a video, with the same questions. */
function asVideo(lessonId: string): CorpusDraft {
  const lesson = baseLesson(lessonId);
  const {title, summary, content, key_takeaways: concepts, quiz} = lesson.answer;
  const answer = {
    title,
    summary,
    key_concepts: concepts,
    study_guide: content,
    quiz: (quiz as unknown[]).slice(0, 7),
    video_search_query: `${lesson.request.stepTitle} explained with examples`,
  };
  return copyOf(`${lessonId} as a video's guide`, lesson, {
    request: {...lesson.request, style: 'video'},
    answer,
  });
}

function copyOf(
  name: string,
  lesson: BaseLesson,
  draft: {request: LessonRequest; answer: Answer},
): CorpusDraft {
  return goodDraft(`near-duplicate: ${name}`, draft, {
    kind: 'near-duplicate',
    expectedCheck: 'near-duplicate',
    siblings: [siblingOf(lesson)],
  });
}
