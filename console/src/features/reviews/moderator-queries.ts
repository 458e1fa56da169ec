import {queryOptions} from '@tanstack/react-query';
import {graphql, type ResultOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';
import {REVIEWS_KEY} from './queries.ts';

const QueueDocument = graphql(`
  query ReviewQueue($first: Int!) {
    reviewQueue(first: $first) {
      itemCount
      refreshedAt
      items {
        lessonId
        cellId
        stepTitle
        lessonNumber
        style
        title
        kind
        warningCount
        upvotes
        downvotes
        isFirst
        afterBadVerdict
        isEmulated
        waitsForMentor
        demand
        ageDays
        pBad
        harm
        heldBy
        requestedAt
        requestReason
      }
    }
  }
`);

const AgreementDocument = graphql(`
  query ReviewAgreement {
    reviewAgreement {
      overall {
        unitCount
        share
        alpha
        ac1
      }
      byMentor {
        of
        unitCount
        share
        alpha
        ac1
      }
      byReason {
        of
        unitCount
        share
        alpha
        ac1
      }
      calibration {
        reviewCount
        expectedBadShare
        badShare
      }
    }
  }
`);

export type QueueItem = ResultOf<typeof QueueDocument>['reviewQueue']['items'][number];
export type Agreement = ResultOf<typeof AgreementDocument>['reviewAgreement'];

/** The head of the queue; for moderators. */
export const queueQuery = (first: number) =>
  queryOptions({
    queryKey: [...REVIEWS_KEY, 'queue', first],
    queryFn: async ({signal}) => (await request(QueueDocument, {first}, signal)).reviewQueue,
  });

/** How far mentors agree; for moderators. */
export const agreementQuery = queryOptions({
  queryKey: [...REVIEWS_KEY, 'agreement'],
  queryFn: async ({signal}) => (await request(AgreementDocument, {}, signal)).reviewAgreement,
});
