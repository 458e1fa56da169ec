import type {ApiError} from './errors.ts';

/** One exceeded limit, as it stands in the details of a 429. */
export type QuotaViolation = {quotaMetric: string; quotaId: string; quotaValue: string};

export type QuotaErrorOptions = {
  model: string;
  violations: readonly QuotaViolation[];
  /** As Google writes it: `26s`, `38.2s`, `65205s`; null leaves RetryInfo and the sentence out. */
  retryDelay: string | null;
  /** Which details come along; the reports show all three forms. */
  details?: 'all' | 'help_only' | 'none';
};

const EXCEEDED =
  'You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.';
const HELP = {
  '@type': 'type.googleapis.com/google.rpc.Help',
  links: [
    {
      description: 'Learn more about Gemini API quotas',
      url: 'https://ai.google.dev/gemini-api/docs/rate-limits',
    },
  ],
};

/** A 429 in the words of 2026: the reason is appended to the message, then the details follow. */
export function quotaExceeded({model, violations, retryDelay, details = 'all'}: QuotaErrorOptions): ApiError {
  const reasons = violations.map(
    ({quotaMetric, quotaValue}) =>
      `\n* Quota exceeded for metric: ${quotaMetric}, limit: ${quotaValue}, model: ${model}`,
  );
  const retry = retryDelay === null ? '' : `\nPlease retry in ${retryDelay}.`;
  const monitor =
    reasons.length === 0 ? '' : ' To monitor your current usage, head to: https://ai.dev/rate-limit. ';
  return {
    code: 429,
    status: 'RESOURCE_EXHAUSTED',
    message: `${EXCEEDED}${monitor}${reasons.join('')}${retry}`,
    ...(details === 'none'
      ? {}
      : {details: details === 'help_only' ? [HELP] : allDetails(model, violations, retryDelay)}),
  };
}

function allDetails(model: string, violations: readonly QuotaViolation[], retryDelay: string | null) {
  const failure = {
    '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
    violations: violations.map(violation => ({...violation, quotaDimensions: {location: 'global', model}})),
  };
  const retryInfo = {'@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay};
  return retryDelay === null ? [failure, HELP] : [failure, HELP, retryInfo];
}

/** The bare form, also reported while an account is under its quota. */
export function resourceExhausted(message = 'Resource has been exhausted (e.g. check quota).'): ApiError {
  return {code: 429, status: 'RESOURCE_EXHAUSTED', message};
}
