-- Who may call the API: sessions, tokens of scripts, the link to the first administrator, and what was tried how often.
-- Only hashes are kept: whoever reads this database cannot sign in with what it holds.

create table preheat.session (
  session_hash bytea primary key check (octet_length(session_hash) = 32),
  user_id text not null,
  -- Of the account's password hash: a password that is changed anywhere ends the sessions that were begun with the old one.
  password_mark text not null,
  address text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index session_of_user on preheat.session (user_id);
create index session_expiry on preheat.session (expires_at);

create table preheat.api_token (
  api_token_id bigint generated always as identity primary key,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  user_id text not null,
  name text not null check (char_length(name) between 1 and 100),
  scopes text[] not null check (
    cardinality(scopes) > 0 and scopes <@ array['learner', 'mentor', 'moderator', 'admin']
  ),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  unique (user_id, name)
);

-- A link that makes the first administrator, once.
create table preheat.admin_link (
  link_hash bytea primary key check (octet_length(link_hash) = 32),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

-- What was tried in a window of time, for all processes together: sign-ins an account and an address, lessons that
-- somebody had made.
create table preheat.attempt (
  kind text not null,
  subject text not null,
  window_ends_at timestamptz not null,
  attempt_count integer not null,
  primary key (kind, subject)
);
create index attempt_window on preheat.attempt (window_ends_at);

-- Counts one more try, and says when the next one is allowed where this one is not: null where it is. A try that is
-- refused does not count, and a window that has passed begins anew. The row is locked, so tries at once are all counted.
create function preheat.attempt(of_kind text, of_subject text, max_count integer, window_length interval)
  returns timestamptz
  language plpgsql
as $$
declare
  allowed_at timestamptz;
begin
  insert into preheat.attempt as a (kind, subject, window_ends_at, attempt_count)
    values (of_kind, of_subject, clock_timestamp() + window_length, 1)
    on conflict (kind, subject) do update set
      attempt_count = case when a.window_ends_at <= clock_timestamp() then 1 else a.attempt_count + 1 end,
      window_ends_at = case
        when a.window_ends_at <= clock_timestamp() then clock_timestamp() + window_length else a.window_ends_at
      end
      where a.window_ends_at <= clock_timestamp() or a.attempt_count < max_count;
  if found then
    return null;
  end if;
  select a.window_ends_at into allowed_at from preheat.attempt a where a.kind = of_kind and a.subject = of_subject;
  return allowed_at;
end
$$;
