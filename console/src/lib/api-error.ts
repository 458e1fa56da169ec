/** What the API answered instead of data; `code` as in `extensions.code`, or NETWORK where it did not answer. */
export class ApiError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
  }
}

/** Whether nobody is signed in any more. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'UNAUTHENTICATED';

/** The words of an error for a person. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
