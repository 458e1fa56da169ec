import type {Db} from '../../sql/client.ts';

type Person = {
  role?: string | null;
  accountStatus?: string;
  isActive?: boolean;
  isBlocked?: boolean;
  isSuspended?: boolean;
  isDeleted?: boolean;
  isSuperuser?: boolean;
};

/** Accounts with these ids; learners in good standing unless told otherwise. */
export async function givenPeople(
  db: Db,
  ids: readonly string[],
  {role = 'learner', accountStatus = 'active', ...is}: Person = {},
): Promise<void> {
  await db`
    insert into users (
      password, first_name, last_name, date_joined, id, email, username, role, account_status, is_premium,
      email_verification_token, is_email_verified, is_active, is_staff, is_sign_in, is_superuser, is_blocked,
      is_suspended, is_deleted, created_at, updated_at, subscription_auto_renew, subscription_tier
    )
    select '!', '', '', now(), id, id, id, ${role}, ${accountStatus}, false, '', true, ${is.isActive ?? true}, false, false,
      ${is.isSuperuser ?? false}, ${is.isBlocked ?? false}, ${is.isSuspended ?? false}, ${is.isDeleted ?? false},
      now(), now(), false, 'free'
    from unnest(${[...ids]}::text[]) id
  `;
}

/** `u1` to `u<count>`. */
export function names(count: number, prefix = 'u'): string[] {
  return Array.from({length: count}, (_, index) => `${prefix}${index + 1}`);
}
