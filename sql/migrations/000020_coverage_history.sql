-- What each cell had at each count of the coverage: the matrix as of a night, and two nights compared.

-- The counts that can be looked back at. Times have milliseconds: they go through JavaScript and must come back the same.
create table preheat.coverage_moment (
  counted_at timestamptz(3) primary key,
  cell_count integer not null,
  -- Stale ones too.
  served_count integer not null,
  -- The share of the demand that was served.
  weighted_share double precision not null
);

-- Cells by their id that a count saw first then: others did not exist. Ranges, because an import makes many at once.
create table preheat.coverage_span (
  first_cell_id bigint primary key,
  last_cell_id bigint not null check (last_cell_id >= first_cell_id),
  since timestamptz(3) not null
);

-- A row for each cell that is not plainly served: the state `archived` where no roadmap wants it any more, and `served`
-- where something is said of its lesson.
alter table preheat.coverage_cell
  add column is_reviewed boolean not null default false,
  add column is_verified boolean not null default false,
  add column is_weak boolean not null default false,
  -- The count that found it so first. What is there already was counted before there was a history.
  add column since timestamptz(3) not null default '-infinity';
alter table preheat.coverage_cell alter column since drop default;

-- What cells had from one count until another, this one not included. Only what some count in `coverage_moment` saw.
create table preheat.coverage_past (
  cell_id bigint not null,
  state text not null,
  stale_reason text,
  is_reviewed boolean not null,
  is_verified boolean not null,
  is_weak boolean not null,
  since timestamptz(3) not null,
  until timestamptz(3) not null,
  primary key (cell_id, until)
);

-- What learners ask for, as it was counted last, beyond what the roadmaps say: by step title, lesson number and style.
create table preheat.coverage_demand (
  kind text not null check (kind in ('step', 'number', 'style')),
  key text not null,
  asked_count bigint not null,
  primary key (kind, key)
);

create index cell_archived on preheat.cell (cell_id) where archived_at is not null;

-- The selection of a person: a run's filter names it, so that its cells do not travel through the workflow's history.
create table preheat.cell_selection (
  selection_id uuid primary key,
  cell_ids bigint[] not null,
  stored_at timestamptz not null default now()
);

-- Counted before there was a history: it is counted anew when somebody asks for it.
delete from preheat.coverage_refresh;
