/** What somebody may do. Each includes those before it. */
export const SCOPES = ['learner', 'mentor', 'moderator', 'admin'] as const;

export type Scope = (typeof SCOPES)[number];

export const isScope = (text: string): text is Scope => (SCOPES as readonly string[]).includes(text);

/** A scope with all that it includes. */
export function scopesUpTo(scope: Scope): Scope[] {
  return SCOPES.slice(0, SCOPES.indexOf(scope) + 1);
}
