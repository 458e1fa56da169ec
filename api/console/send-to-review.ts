import {readFile} from 'node:fs/promises';
import {FRESH_DAYS, type SendOutcome, sendToReview} from '../../sql/queries/review-requests.ts';
import {builder} from '../graphql/builder.ts';
import {textUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';
import {done, notDone, type Outcome, OutcomeType} from './outcome.ts';

const MAX_REASON_CHARACTERS = 1_000;

const GUIDELINES = new URL('../../docs/review-guidelines.md', import.meta.url);

function told(outcome: SendOutcome): Outcome {
  switch (outcome.kind) {
    case 'sent':
      return done("The lesson is at the head of the mentors' queue.");
    case 'waits':
      return done("It was sent before, and waits at the head of the mentors' queue.");
    case 'fresh_verdict': {
      const day = outcome.verdictAt.toISOString().slice(0, 10);
      return notDone(
        `A mentor reviewed it on ${day} (${outcome.verdict}). It can be sent again ${FRESH_DAYS} days after a verdict.`,
      );
    }
    case 'unknown_lesson':
      return notDone('There is no such lesson.');
    case 'no_cell':
      return notDone('No roadmap wants a lesson under its key, so the mentors have nothing to decide.');
    case 'archived':
      return notDone('No roadmap wants this lesson any more: its cell is archived.');
    case 'retired':
      return notDone('It is retired. Restore it first.');
  }
}

/** What moderators hand to the mentors, and what these go by. */
export function addSendToReview(): void {
  builder.mutationField('sendToReview', t =>
    t.field({
      type: OutcomeType,
      authScopes: {moderator: true},
      description:
        "Puts a lesson at the head of the mentors' queue, whatever was said of it before, until one of them has answered. Refused for retired lessons, and where a mentor said a word within a week. Audited; safe to repeat.",
      args: {
        lessonId: t.arg({type: 'LessonId', required: true}),
        reason: t.arg.string({
          description: 'For the audit and for moderators: mentors review blind.',
          validate: textUpTo(MAX_REASON_CHARACTERS),
        }),
      },
      resolve: async (_root, {lessonId, reason}, context) =>
        told(
          await sendToReview(context.pool, {
            lessonId,
            reason: reason?.trim() || null,
            actor: actorIn(context),
          }),
        ),
    }),
  );

  builder.queryField('reviewGuidelines', t =>
    t.field({
      type: 'String',
      authScopes: {mentor: true},
      description: 'What mentors go by when they review, as Markdown.',
      resolve: async () => readFile(GUIDELINES, 'utf8'),
    }),
  );
}
