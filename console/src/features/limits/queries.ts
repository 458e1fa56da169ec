import {queryOptions, useMutation, useQueryClient} from '@tanstack/react-query';
import type {TadaDocumentNode} from 'gql.tada';
import {graphql, type ResultOf, type VariablesOf} from '../../lib/graphql.ts';
import {notifyError, notifyOutcome} from '../../lib/notify.ts';
import {request} from '../../lib/request.ts';

const LimitFields = graphql(`
  fragment LimitFields on Limit @_unmask {
    configured
    set
    learnt
    learntAt
    learntUntil
    inForce
    source
    used
    usedByRuns
    reserved
    keptForPeople
    leftForRuns
    resetsAt
  }
`);

export type Limit = ResultOf<typeof LimitFields>;

// The API bounds what one document may ask: what is used and what is known of the model come by two.
const UseDocument = graphql(
  `
    query LimitsUse {
      limits {
        model
        emulated
        requestsPerMinute {
          ...LimitFields
        }
        inputTokensPerMinute {
          ...LimitFields
        }
        requestsPerDay {
          ...LimitFields
        }
        usdPerDay {
          ...LimitFields
        }
        learntFrom
        reservations {
          count
          interactiveCount
          inputTokens
          usd
        }
      }
    }
  `,
  [LimitFields],
);

const FactsDocument = graphql(`
  query LimitsFacts {
    limits {
      burstRequests {
        configured
        set
        inForce
        source
      }
      headroomShare {
        configured
        set
        inForce
        source
      }
      breaker {
        isOpen
        causeText
        message
        until
        rampLimit
      }
      prices {
        serviceTier
        asOf
        source
        prices {
          from
          isInForce
          inputUsdPerMillion
          cachedInputUsdPerMillion
          outputUsdPerMillion
        }
      }
      shutdown {
        model
        date
        isNear
        warning
      }
      calibration {
        runCount
        usdWithinCount
        minutesWithinCount
      }
    }
  }
`);

type Known<Document> = NonNullable<ResultOf<Document>[keyof ResultOf<Document>]>;

export type Limits = Known<typeof UseDocument> & Known<typeof FactsDocument>;

const SetDocument = graphql(`
  mutation SetLimits($input: LimitsInput!, $reason: String) {
    act: setLimits(input: $input, reason: $reason) {
      success
      message
    }
  }
`);

const ForgetDocument = graphql(`
  mutation ForgetLearntLimit($limit: LearntLimit!) {
    act: forgetLearntLimit(limit: $limit) {
      success
      message
    }
  }
`);

const ResetDocument = graphql(`
  mutation ResetLimits($reason: String) {
    act: resetLimits(reason: $reason) {
      success
      message
    }
  }
`);

export type LimitsInput = VariablesOf<typeof SetDocument>['input'];
export type LearntLimit = VariablesOf<typeof ForgetDocument>['limit'];

/** What is used changes while runs are under way. */
const PERIOD_MS = 5_000;

const KEY = ['limits'];

/** What may be sent and spent, and what is used of it; null where this server makes no lessons. */
export const limitsQuery = queryOptions({
  queryKey: KEY,
  queryFn: async ({signal}): Promise<Limits | null> => {
    const [{limits: use}, {limits: facts}] = await Promise.all([
      request(UseDocument, {}, signal),
      request(FactsDocument, {}, signal),
    ]);
    return use && facts && {...use, ...facts};
  },
  refetchInterval: PERIOD_MS,
});

type Acted = {act: {success: boolean; message: string}};

/**
 * An act on the limits: what became of it is said, and what it changed is asked for again.
 *
 * @param refused what is said of one that was not done; null where the form says it
 */
function useAct<Result extends Acted, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  refused: string | null,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (variables: Variables) => (await request(document, variables)).act,
    onSuccess: async outcome => {
      if (refused !== null || outcome.success) notifyOutcome(refused ?? '', outcome);
      await Promise.all(
        [KEY, ['quote'], ['brief']].map(queryKey => queryClient.invalidateQueries({queryKey})),
      );
    },
    ...(refused !== null && {onError: notifyError(refused)}),
  });
}

export const useSetLimits = () => useAct(SetDocument, null);
export const useForgetLimit = () => useAct(ForgetDocument, 'The learnt limit was not forgotten');
export const useResetLimits = () => useAct(ResetDocument, 'The limits were not reset');
