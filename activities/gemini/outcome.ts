import type {LearntLimits} from '../../domain/learnt-limits.ts';
import type {Cause} from '../../domain/outcomes.ts';
import type {Usage} from '../../domain/prices.ts';

/** What the model gave back for money. */
export type Answer = {
  /** The text parts without thoughts, joined; empty where there is none. Storable in Postgres. */
  answerText: string;
  /** As the provider says it (`STOP`, `MAX_TOKENS`, …), `PROMPT_<reason>` for a blocked prompt, `NONE` where it says none. */
  finishReason: string;
  usage: Usage;
  /** The model that answered: the provider routes some requests to a successor. */
  modelVersion: string;
  responseId: string | null;
};

/**
 * What became of a call. The first four were paid for and carry the usage to charge; `drafted` does not mean that
 * the answer is good. `lost`: it was sent and no whole answer came; the provider may bill it all the same. `invalid`: the provider refuses this one request, other cells may do well; `video_refused`: perhaps for its video
 * alone. `wait`: nothing
 * may be sent before `untilMs` (epoch milliseconds). `fatal`: no request will do until a person changes something.
 */
export type GeminiOutcome =
  | ({kind: 'drafted'} & Answer)
  | ({kind: 'truncated'} & Answer)
  | ({kind: 'blocked'} & Answer)
  | ({kind: 'empty'} & Answer)
  | {kind: 'lost'; message: string}
  | {kind: 'invalid' | 'video_refused'; message: string}
  | {
      kind: 'wait';
      cause: Extract<Cause, 'minute_quota' | 'day_quota' | 'spend_limit'>;
      untilMs: number;
      message: string;
      /** The limits that the refusal names. */
      learnt?: LearntLimits;
    }
  | {kind: 'fatal'; cause: Extract<Cause, 'auth' | 'config'>; message: string};
