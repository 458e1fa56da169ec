import {readdirSync, readFileSync} from 'node:fs';
import {parse} from 'yaml';
import {z} from 'zod';
import type {LessonRequest} from '../../../../domain/lesson-request.ts';
import {DIFFICULTIES} from '../../../../domain/styles.ts';
import {goodDraft, type CorpusDraft} from './draft.ts';
import {Edit, edited} from './edits.ts';
import {baseLesson} from './lessons.ts';

const DraftsFile = z.strictObject({
  kind: z.string(),
  /** The check that has to stop them; left out where they are good. */
  check: z.string().optional(),
  drafts: z.array(
    z.strictObject({
      name: z.string(),
      lesson: z.string(),
      request: z
        .strictObject({
          stepTitle: z.string(),
          stepDescription: z.string(),
          difficulty: z.enum(DIFFICULTIES),
          lessonNumber: z.number(),
          lessonCount: z.number(),
          roadmapTitle: z.string(),
          category: z.string(),
        })
        .partial()
        .optional(),
      edits: z.array(Edit),
    }),
  ),
});

/** The drafts that the files of a folder make out of base lessons. */
export function editedDrafts(folder: string): CorpusDraft[] {
  const url = new URL(`${folder}/`, import.meta.url);
  return readdirSync(url)
    .toSorted()
    .flatMap(name => {
      const {kind, check, drafts} = DraftsFile.parse(parse(readFileSync(new URL(name, url), 'utf8')));
      return drafts.map(draft => {
        const lesson = baseLesson(draft.lesson);
        const request = {...lesson.request, ...(draft.request as Partial<LessonRequest>)};
        const fullName = `${kind}: ${draft.name}`;
        const answer = edited(fullName, lesson.answer, draft.edits);
        return goodDraft(fullName, {request, answer}, {kind, expectedCheck: check ?? null});
      });
    });
}
