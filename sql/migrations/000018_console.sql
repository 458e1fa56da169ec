-- What the console looks at often, and what a million cells cannot be counted for at each look.

-- When it was counted last.
create table preheat.coverage_refresh (
  is_only boolean primary key default true check (is_only),
  counted_at timestamptz not null
);

-- The cells that were not served then, or stale: all others were served. No foreign key: cells are never deleted.
create table preheat.coverage_cell (
  cell_id bigint primary key,
  state text not null,
  stale_reason text
);
create index coverage_cell_state on preheat.coverage_cell (state, cell_id);

-- Cells by style and state: those of each roadmap, and (`roadmap_id` null) all of them, each once.
create table preheat.coverage_count (
  roadmap_id bigint references preheat.roadmap on delete cascade,
  style text not null,
  state text not null,
  cell_count integer not null,
  -- The sum of what learners are expected to ask for: what a run by demand is ordered by.
  demand double precision not null,
  unreviewed_count integer not null,
  verified_count integer not null,
  weak_count integer not null
);
create index coverage_count_roadmap on preheat.coverage_count (roadmap_id);

-- The last count of each day (UTC).
create table preheat.coverage_day (
  day date not null,
  roadmap_id bigint references preheat.roadmap on delete cascade,
  style text not null,
  state text not null,
  cell_count integer not null
);
create index coverage_day_day on preheat.coverage_day (day, roadmap_id);

-- Pages of a long roadmap's steps.
create index roadmap_step_order on preheat.roadmap_step (roadmap_id, position, roadmap_step_id);
