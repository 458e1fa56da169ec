/** What the API is told by the configuration. */
export type ApiSettings = {
  /** Address to listen on. */
  host: string;
  /** Everybody may ask for the schema; else administrators only. */
  introspection: boolean;
  /** How long a caller waits for a lesson that is being made, before it gets a ticket. */
  missWaitMs: number;
  /** The secret of the application's bearer tokens (HS256); null: they are not accepted. */
  jwtSecret: string | null;
  /** Lessons that are there are read without signing in, as from the application itself. */
  anonymousReads: boolean;
  /** Addresses of proxies whose `X-Forwarded-*` headers are believed; null: nobody's. */
  trustedProxies: string[] | null;
};

export const DEFAULT_SETTINGS: ApiSettings = {
  host: '127.0.0.1',
  introspection: false,
  missWaitMs: 25_000,
  jwtSecret: null,
  anonymousReads: true,
  trustedProxies: null,
};
