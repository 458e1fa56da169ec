import type {Db} from '../client.ts';

/** For so long a link to the first administrator works. */
const LINK_HOURS = 24;

/** Stores a link that makes the first administrator. Earlier ones that were not used stop working. */
export async function addAdminLink(db: Db, linkHash: Buffer): Promise<void> {
  await db`
    with earlier as (update preheat.admin_link set expires_at = now() where used_at is null and expires_at > now())
    insert into preheat.admin_link (link_hash, expires_at) values (${linkHash}, now() + make_interval(hours => ${LINK_HOURS}))
  `;
}

/** Whether a link can be used. */
export async function isAdminLinkOpen(db: Db, linkHash: Buffer): Promise<boolean> {
  const [row] = await db`
    select from preheat.admin_link where link_hash = ${linkHash} and used_at is null and expires_at > now()
  `;
  return row !== undefined;
}

/** Uses a link up: of several at once, one succeeds. To be called in the transaction that makes the account. */
export async function useAdminLink(db: Db, linkHash: Buffer): Promise<boolean> {
  const rows = await db`
    update preheat.admin_link set used_at = now()
    where link_hash = ${linkHash} and used_at is null and expires_at > now()
  `;
  return rows.count > 0;
}
