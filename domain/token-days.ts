/** For how long a token of a script works, at most and unless it is said. */
export const MAX_TOKEN_DAYS = 366;
export const DEFAULT_TOKEN_DAYS = 90;
