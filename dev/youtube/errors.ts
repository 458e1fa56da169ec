/** An error in the terms of the Data API. */
export type ApiError = {
  code: number;
  message: string;
  reason: string;
  domain: string;
  status?: string;
  details?: unknown[];
};

export function errorBody({code, message, reason, domain, status, details}: ApiError): string {
  return JSON.stringify({
    error: {
      code,
      message,
      errors: [{message, domain, reason}],
      ...(status && {status}),
      ...(details && {details}),
    },
  });
}

export const keyMissing: ApiError = {
  code: 403,
  message: 'The request is missing a valid API key.',
  domain: 'global',
  reason: 'forbidden',
  status: 'PERMISSION_DENIED',
};

export const keyInvalid: ApiError = {
  code: 400,
  message: 'API key not valid. Please pass a valid API key.',
  domain: 'global',
  reason: 'badRequest',
  status: 'INVALID_ARGUMENT',
  details: [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'API_KEY_INVALID',
      domain: 'googleapis.com',
      metadata: {service: 'youtube.googleapis.com'},
    },
  ],
};

export const quotaExceeded: ApiError = {
  code: 403,
  message:
    'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.',
  domain: 'youtube.quota',
  reason: 'quotaExceeded',
};

export const accessNotConfigured: ApiError = {
  code: 403,
  message:
    'YouTube Data API v3 has not been used in this project before or it is disabled. Enable it, wait a few minutes, then retry.',
  domain: 'usageLimits',
  reason: 'accessNotConfigured',
  status: 'PERMISSION_DENIED',
};

export const backendError: ApiError = {
  code: 503,
  message: 'The service is currently unavailable.',
  domain: 'global',
  reason: 'backendError',
  status: 'UNAVAILABLE',
};

export const notFound: ApiError = {
  code: 404,
  message: 'The emulator serves GET /youtube/v3/search and GET /youtube/v3/videos only.',
  domain: 'global',
  reason: 'notFound',
};

export function missingParameter(name: string): ApiError {
  return {
    code: 400,
    message: `Missing required parameter: ${name}`,
    domain: 'youtube.parameter',
    reason: 'missingRequiredParameter',
  };
}

export function invalidParameter(name: string, value: string): ApiError {
  return {
    code: 400,
    message: `Invalid value for parameter ${name}: '${value}'`,
    domain: 'youtube.parameter',
    reason: 'invalidParameter',
  };
}
