import {invalidArgument, keyBlocked, keyInvalid, keyLeaked, tokenTypeUnsupported} from './errors.ts';
import {modelClosedToNewUsers, modelNotFound} from './errors.ts';
import type {ApiError} from './errors.ts';
import {quotaExceeded, resourceExhausted} from './quota-errors.ts';
import type {QuotaViolation} from './quota-errors.ts';

/** `retryDelay` replaces the usual delay of the 429s that name one. */
type ErrorContext = {model: string; retryDelay: string | undefined};

const METRIC = 'generativelanguage.googleapis.com/generate_content_paid_tier';

const MINUTE: QuotaViolation = {
  quotaMetric: `${METRIC}_requests`,
  quotaId: 'GenerateRequestsPerMinutePerProjectPerModel',
  quotaValue: '300',
};
const MINUTE_TOKENS: QuotaViolation = {
  quotaMetric: `${METRIC}_input_token_count`,
  quotaId: 'GenerateContentPaidTierInputTokensPerModelPerMinute',
  quotaValue: '1000000',
};
const DAY: QuotaViolation = {
  quotaMetric: `${METRIC}_requests`,
  quotaId: 'GenerateRequestsPerDayPerProjectPerModel',
  quotaValue: '1500',
};

const quota =
  (
    violations: readonly QuotaViolation[],
    usualDelay: string | null,
    details?: 'all' | 'help_only' | 'none',
  ) =>
  ({model, retryDelay}: ErrorContext): ApiError =>
    quotaExceeded({
      model,
      violations,
      retryDelay: usualDelay === null ? null : (retryDelay ?? usualDelay),
      ...(details === undefined ? {} : {details}),
    });

const unavailable = (message: string) => (): ApiError => ({code: 503, status: 'UNAVAILABLE', message});

const page = (code: number, title: string) => (): ApiError => ({
  code,
  status: 'UNAVAILABLE',
  message: title,
  html: `<html><head><title>Error ${code} (${title})</title></head><body><h1>${title}</h1><p>The server encountered a temporary error and could not complete your request. Please try again in 30 seconds.</p></body></html>`,
});

/** Errors as reported by people, each by the name under which a fault rule asks for it. */
export const ERROR_FAULTS = {
  quota_minute: quota([MINUTE], '26s'),
  quota_minute_fractional: quota([MINUTE], '38.2s'),
  quota_minute_tokens: quota([MINUTE_TOKENS], '51.386192716s'),
  quota_day: quota([DAY], '47s'),
  quota_day_hours: quota([DAY], '65205s'),
  quota_several: quota([DAY, MINUTE, MINUTE_TOKENS], '47s'),
  /** Only the message says which limit it was. */
  quota_message_only: quota([MINUTE], '12.5s', 'none'),
  quota_help_only: quota([], null, 'help_only'),
  quota_no_details: () => resourceExhausted(),
  /** The tier has no quota for the model, or billing is gone; it still says when to retry. */
  quota_limit_zero: quota([{...DAY, quotaValue: '0'}], '32s'),
  prepay_depleted: () =>
    resourceExhausted('Your prepayment credits are depleted. Please add credits to continue.'),
  spend_limit: () =>
    resourceExhausted('You exceeded your spend limit for this period. Please try again later.'),

  overloaded_old: unavailable('The model is overloaded. Please try again later.'),
  overloaded: unavailable(
    'This model is currently experiencing high demand. Spikes in demand are usually temporary. Please try again later.',
  ),
  internal: (): ApiError => ({
    code: 500,
    status: 'INTERNAL',
    message:
      'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
  }),
  deadline: (): ApiError => ({
    code: 504,
    status: 'DEADLINE_EXCEEDED',
    message: 'Deadline expired before operation could complete.',
  }),
  html_502: page(502, 'Bad Gateway'),
  html_503: page(503, 'Service Unavailable'),

  key_invalid: () => keyInvalid(),
  key_leaked: keyLeaked,
  key_blocked: keyBlocked,
  key_type_unsupported: tokenTypeUnsupported,
  billing_needed: (): ApiError => ({
    code: 400,
    status: 'FAILED_PRECONDITION',
    message:
      'User location is not supported for the API use without a billing account linked. Please enable billing on your project.',
  }),
  model_not_found: ({model}: ErrorContext) => modelNotFound(model, 'v1beta', 'generateContent'),
  model_closed: ({model}: ErrorContext) => modelClosedToNewUsers(model),
  invalid_argument: () => invalidArgument('Request contains an invalid argument.'),
  schema_too_complex: () =>
    invalidArgument(
      'The specified schema produces a constraint that has too many states for serving. Typical causes of this error are schemas with lots of text (for example, very long property or enum names), schemas with long array length limits (especially when nested), or schemas using complex value matchers (for example, integers or numbers with minimum/maximum bounds or strings with complex formats like date-time)',
    ),
  prompt_too_long: () =>
    invalidArgument('The input token count exceeds the maximum number of tokens allowed 1048576.'),
} satisfies Record<string, (context: ErrorContext) => ApiError>;
