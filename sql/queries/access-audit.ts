import type {Actor} from '../../domain/actor.ts';
import type {Db} from '../client.ts';

/** What somebody did to an account or a token, without any secret. */
export type AccessEvent = {
  action: string;
  userId: string | null;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
};

const AT_A_TERMINAL: Actor = {id: 'cli', role: 'admin'};

/** Writes down for good who changed an account or a token. */
export async function auditAccess(db: Db, event: AccessEvent, actor: Actor = AT_A_TERMINAL): Promise<void> {
  const {action, userId, before = {}, after = {}} = event;
  await db`
    select preheat.audit(
      ${actor.id}, ${actor.role}, ${action}, null, null, null,
      ${JSON.stringify({userId, ...before})}::text::jsonb, ${JSON.stringify({userId, ...after})}::text::jsonb
    )
  `;
}
