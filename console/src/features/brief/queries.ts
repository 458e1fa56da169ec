import {queryOptions} from '@tanstack/react-query';
import {graphql, type ResultOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';

const BriefDocument = graphql(`
  query Brief {
    brief {
      asOf
      run {
        runId
        kind
        state
        cause
        causeText
        causeMessage
        openedAt
        endedAt
        wantedCount
        pendingCount
        publishedCount
        servedCount
        quarantinedCount
        failedCount
        spentUsd
        maxUsd
        quote {
          usd {
            low
            high
          }
        }
      }
      spentVerdict
      errorGroups {
        status
        message
        cellCount
        suggestedFix
      }
      worstLessons {
        lessonId
        stepTitle
        lessonNumber
        style
        title
        state
        warningCount
        upvotes
        downvotes
        pBad
      }
      nextRun {
        at
        isPaused
        message
        note
      }
      needsYou {
        kind
        count
        text
      }
    }
  }
`);

export type Brief = ResultOf<typeof BriefDocument>['brief'];
export type BriefRun = NonNullable<Brief['run']>;
export type Need = Brief['needsYou'][number];

/** A page that stays open over night tells of the new day. */
const PERIOD_MS = 60_000;

/** What the night did and what needs a person. */
export const briefQuery = queryOptions({
  queryKey: ['brief'],
  queryFn: async ({signal}) => (await request(BriefDocument, {}, signal)).brief,
  refetchInterval: PERIOD_MS,
});
