import {queryOptions} from '@tanstack/react-query';
import {graphql, type ResultOf, type VariablesOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';
import {useAct} from '../../lib/use-act.ts';

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

/** What an act on the limits changes. */
const CHANGED = ['limits', 'quote', 'brief'];

export const useSetLimits = () => useAct(SetDocument, {changed: CHANGED, refused: null});
export const useForgetLimit = () =>
  useAct(ForgetDocument, {changed: CHANGED, refused: 'The learnt limit was not forgotten'});
export const useResetLimits = () =>
  useAct(ResetDocument, {changed: CHANGED, refused: 'The limits were not reset'});
