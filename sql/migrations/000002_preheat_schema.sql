-- Everything that is Preheat's own. No foreign key leaves this schema: the reader's tables stay untouched.

-- The reader's key of a cell: md5 hex of `{step title}:{lesson number}:{style}`.
create function preheat.cache_key(step_title text, lesson_number integer, style text) returns text
  language sql immutable strict parallel safe
  return md5(step_title || ':' || lesson_number::text || ':' || style);

create table preheat.roadmap (
  roadmap_id bigint generated always as identity primary key,
  roadmap_key text not null unique,
  title text not null check (char_length(title) between 1 and 255),
  description text not null,
  category text not null,
  updated_at timestamptz not null default now()
);

create table preheat.roadmap_step (
  roadmap_step_id bigint generated always as identity primary key,
  roadmap_id bigint not null references preheat.roadmap on delete cascade,
  position integer not null check (position > 0),
  title text not null check (char_length(title) between 1 and 255),
  description text not null,
  difficulty text not null check (difficulty in ('beginner', 'intermediate', 'advanced')),
  lesson_count integer not null check (lesson_count between 1 and 50),
  styles text[] not null check (cardinality(styles) > 0 and styles <@ array['hands_on', 'video', 'reading', 'mixed']),
  unique (roadmap_id, title)
);
create index roadmap_step_title on preheat.roadmap_step (title);

-- One place that should hold a lesson. The claim says who is making it and until when that is believed.
create table preheat.cell (
  cell_id bigint generated always as identity primary key,
  step_title text not null,
  lesson_number integer not null,
  style text not null,
  cache_key text not null generated always as (preheat.cache_key(step_title, lesson_number, style)) stored unique,
  archived_at timestamptz,
  claimed_by text,
  claimed_until timestamptz,
  -- Grows with each publication, so that a claimer that waited behind one notices.
  publication_count integer not null default 0,
  unique (step_title, lesson_number, style)
);

create table preheat.run (
  run_id bigint generated always as identity primary key,
  workflow_id text not null unique,
  kind text not null check (kind in ('start', 'manual', 'nightly')),
  filter jsonb not null,
  model text not null,
  max_usd numeric(12, 6) check (max_usd >= 0),
  reserved_usd numeric(12, 6) not null default 0,
  spent_usd numeric(12, 6) not null default 0,
  state text not null default 'running' check (state in ('running', 'waiting', 'finished', 'stopped', 'lost')),
  cause text,
  cause_message text,
  waiting_until timestamptz,
  opened_at timestamptz not null default now(),
  ended_at timestamptz,
  check ((ended_at is not null) = (state in ('finished', 'stopped', 'lost')))
);

-- The ledger of what a run did with each cell that it wanted.
create table preheat.run_cell (
  run_id bigint not null references preheat.run on delete cascade,
  cell_id bigint not null references preheat.cell,
  wanted_because text not null,
  status text not null default 'pending' check (status in ('pending', 'published', 'served', 'quarantined', 'failed', 'archived')),
  cause_message text,
  updated_at timestamptz not null default now(),
  primary key (run_id, cell_id)
);
create index run_cell_status on preheat.run_cell (run_id, status);

-- What the model returned, stored as soon as it is paid for. `request_id` names one paid call.
create table preheat.draft (
  draft_id bigint generated always as identity primary key,
  request_id text not null unique,
  cell_id bigint not null references preheat.cell,
  run_id bigint references preheat.run on delete set null,
  call_number integer not null check (call_number >= 0),
  prompt_version text not null,
  prompt text not null,
  model text not null,
  emulated boolean not null,
  answer_text text not null,
  finish_reason text not null,
  prompt_tokens integer not null,
  cached_tokens integer not null,
  output_tokens integer not null,
  thought_tokens integer not null,
  cost_usd numeric(12, 6) not null,
  findings jsonb not null default '[]',
  status text not null default 'drafted' check (status in ('drafted', 'repairing', 'published', 'quarantined', 'superseded')),
  created_at timestamptz not null default now()
);
create index draft_cell on preheat.draft (cell_id);
create index draft_run on preheat.draft (run_id);

-- Dollars set aside before a model call; the row goes when the call is settled.
create table preheat.reservation (
  request_id text primary key,
  run_id bigint not null references preheat.run on delete cascade,
  max_usd numeric(12, 6) not null check (max_usd >= 0),
  reserved_at timestamptz not null default now()
);
create index reservation_run on preheat.reservation (run_id);

-- What Preheat knows of a row of the reader's table. At most one version of a cell is live.
create table preheat.lesson_version (
  lesson_id bigint primary key,
  cell_id bigint not null references preheat.cell,
  state text not null check (state in ('live', 'parked', 'retired')),
  origin text not null check (origin in ('preheat', 'adopted')),
  request_id text unique,
  draft_id bigint unique references preheat.draft,
  run_id bigint references preheat.run on delete set null,
  prompt_version text,
  model text,
  since timestamptz not null default now()
);
create unique index lesson_version_live on preheat.lesson_version (cell_id) where state = 'live';
create index lesson_version_cell on preheat.lesson_version (cell_id);
