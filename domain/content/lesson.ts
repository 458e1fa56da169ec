import type {LessonRequest} from '../lesson-request.ts';
import type {Difficulty, Style} from '../styles.ts';
import type {VideoChoice} from '../video.ts';
import type {LessonAnswer} from './answer.ts';
import type {JsonObject} from './json.ts';

/** A whole lesson: the reader's column `content`, and the columns that repeat parts of it. */
export type Lesson = {
  content: JsonObject;
  /** At most 255 characters, the width of its column. */
  title: string;
  description: string;
  estimatedDurationMinutes: number;
  difficulty: Difficulty;
  researchMetadata: JsonObject;
};

/** The reader's application gives its own lessons these. A video's length comes on top of its 30. */
const DURATION_MINUTES: Record<Style, number> = {hands_on: 45, video: 30, reading: 30, mixed: 60};

const MAX_TITLE_CHARS = 255;

/** Puts the keys that all styles share around an accepted answer to `request`, and the video that it is about. */
export function assembleLesson(
  request: LessonRequest,
  answer: LessonAnswer,
  choice: VideoChoice | null = null,
): Lesson {
  const title = clip(answer.title.trim(), MAX_TITLE_CHARS);
  const video = choice?.kind === 'found' ? choice.video : null;
  const estimatedDurationMinutes = DURATION_MINUTES[request.style] + (video?.duration_minutes ?? 0);
  const researchMetadata = {
    source_type: 'ai_only',
    research_time: 0,
    sources_used: video ? [video.video_url] : [],
  };
  return {
    content: {
      type: request.style,
      lesson_type: request.style,
      ...answer,
      ...(video && {video}),
      title,
      estimated_duration: estimatedDurationMinutes,
      research_metadata: researchMetadata,
    },
    title,
    description: answer.summary,
    estimatedDurationMinutes,
    difficulty: request.difficulty,
    researchMetadata,
  };
}

/** By code points, as Postgres counts: a cut through a surrogate pair could not be stored. */
function clip(text: string, maxChars: number): string {
  const chars = Array.from(text);
  return chars.length <= maxChars ? text : `${chars.slice(0, maxChars - 1).join('')}…`;
}
