/** An error as Google's REST interface words it; `html` stands for the pages that its front ends answer with. */
export type ApiError = {
  code: number;
  status: string;
  message: string;
  details?: readonly Readonly<Record<string, unknown>>[];
  html?: string;
};

export type FieldViolation = {field: string; description: string};

const TYPE = 'type.googleapis.com/google.rpc.';
const SERVICE = 'generativelanguage.googleapis.com';

export function errorBody({code, message, status, details}: ApiError): string {
  return JSON.stringify({error: {code, message, status, ...(details === undefined ? {} : {details})}});
}

export function invalidArgument(message: string): ApiError {
  return {code: 400, status: 'INVALID_ARGUMENT', message};
}

/** A request whose JSON does not fit the interface: unknown names, values of a wrong type. */
export function badFields(violations: readonly FieldViolation[]): ApiError {
  return {
    ...invalidArgument(violations.map(violation => violation.description).join('\n')),
    details: [
      {
        '@type': `${TYPE}BadRequest`,
        fieldViolations: violations.map(({field, description}) =>
          field === '' ? {description} : {field, description},
        ),
      },
    ],
  };
}

export function keyMissing(): ApiError {
  return {
    code: 403,
    status: 'PERMISSION_DENIED',
    message:
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
  };
}

/** `advice` is the emulator's own sentence behind Google's. */
export function keyInvalid(advice = ''): ApiError {
  const message = 'API key not valid. Please pass a valid API key.';
  return {
    ...invalidArgument(advice === '' ? message : `${message} ${advice}`),
    details: [
      {
        '@type': `${TYPE}ErrorInfo`,
        reason: 'API_KEY_INVALID',
        domain: 'googleapis.com',
        metadata: {service: SERVICE},
      },
      {'@type': `${TYPE}LocalizedMessage`, locale: 'en-US', message},
    ],
  };
}

export function tokenTypeUnsupported(): ApiError {
  return {
    code: 401,
    status: 'UNAUTHENTICATED',
    message:
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    details: [
      {
        '@type': `${TYPE}ErrorInfo`,
        reason: 'ACCESS_TOKEN_TYPE_UNSUPPORTED',
        domain: 'googleapis.com',
        metadata: {service: SERVICE},
      },
    ],
  };
}

export function keyLeaked(): ApiError {
  return {
    code: 403,
    status: 'PERMISSION_DENIED',
    message: 'Your API key was reported as leaked. Please use another API key.',
  };
}

export function keyBlocked(): ApiError {
  return {
    code: 403,
    status: 'PERMISSION_DENIED',
    message: `Requests to this API ${SERVICE} method google.ai.generativelanguage.v1beta.GenerativeService.GenerateContent are blocked.`,
    details: [
      {
        '@type': `${TYPE}ErrorInfo`,
        reason: 'API_KEY_SERVICE_BLOCKED',
        domain: 'googleapis.com',
        metadata: {service: SERVICE},
      },
    ],
  };
}

export function modelNotFound(model: string, version: string, method: string): ApiError {
  return {
    code: 404,
    status: 'NOT_FOUND',
    message: `models/${model} is not found for API version ${version}, or is not supported for ${method}. Call ListModels to see the list of available models and their supported methods.`,
  };
}

export function modelClosedToNewUsers(model: string): ApiError {
  return {
    code: 404,
    status: 'NOT_FOUND',
    message: `This model models/${model} is no longer available to new users. Please update your code to use a newer model for the latest features and improvements.`,
  };
}

/** A file that was uploaded by somebody else, has expired, or was never there: the service does not say which. */
export function fileForbidden(name: string): ApiError {
  return {
    code: 403,
    status: 'PERMISSION_DENIED',
    message: `You do not have permission to access the File ${name} or it may not exist.`,
  };
}

/** A video that not everyone may see. Google's own words for it are not in the project's notes. */
export function videoForbidden(): ApiError {
  return {code: 403, status: 'PERMISSION_DENIED', message: 'The caller does not have permission'};
}

export function pathNotFound(path: string): ApiError {
  return {code: 404, status: 'NOT_FOUND', message: `The Gemini emulator has nothing at ${path}.`};
}

export function notServed(method: string): ApiError {
  return {
    code: 501,
    status: 'UNIMPLEMENTED',
    message: `The Gemini emulator does not serve ${method}; it serves generateContent and countTokens.`,
  };
}
