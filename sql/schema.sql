-- The schema `preheat` after all migrations. Written by `npm run schema`; compared by the tests.

CREATE OR REPLACE FUNCTION preheat.cache_key(step_title text, lesson_number integer, style text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN md5(((((step_title || ':'::text) || (lesson_number)::text) || ':'::text) || style))
;

create table preheat.cell (
  cell_id bigint generated always as identity not null,
  step_title text not null,
  lesson_number integer not null,
  style text not null,
  cache_key text generated always as (preheat.cache_key(step_title, lesson_number, style)) stored not null,
  archived_at timestamp with time zone,
  claimed_by text,
  claimed_until timestamp with time zone,
  publication_count integer default 0 not null,
  constraint cell_cache_key_key UNIQUE (cache_key),
  constraint cell_pkey PRIMARY KEY (cell_id),
  constraint cell_step_title_lesson_number_style_key UNIQUE (step_title, lesson_number, style)
);

create table preheat.draft (
  draft_id bigint generated always as identity not null,
  request_id text not null,
  cell_id bigint not null,
  run_id bigint,
  call_number integer not null,
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
  cost_usd numeric(12,6) not null,
  findings jsonb default '[]'::jsonb not null,
  status text default 'drafted'::text not null,
  created_at timestamp with time zone default now() not null,
  video_choice jsonb,
  asking text default 'first'::text not null,
  model_version text,
  response_id text,
  constraint draft_asking_check CHECK ((asking = ANY (ARRAY['first'::text, 'repair'::text, 'larger'::text, 'other_model'::text, 'again'::text]))),
  constraint draft_call_number_check CHECK ((call_number >= 0)),
  constraint draft_cell_id_fkey FOREIGN KEY (cell_id) REFERENCES preheat.cell(cell_id),
  constraint draft_pkey PRIMARY KEY (draft_id),
  constraint draft_request_id_key UNIQUE (request_id),
  constraint draft_run_id_fkey FOREIGN KEY (run_id) REFERENCES preheat.run(run_id) ON DELETE SET NULL,
  constraint draft_status_check CHECK ((status = ANY (ARRAY['drafted'::text, 'repairing'::text, 'published'::text, 'quarantined'::text, 'superseded'::text])))
);

create table preheat.lesson_version (
  lesson_id bigint not null,
  cell_id bigint not null,
  state text not null,
  origin text not null,
  request_id text,
  draft_id bigint,
  run_id bigint,
  prompt_version text,
  model text,
  since timestamp with time zone default now() not null,
  fingerprint integer[],
  constraint lesson_version_cell_id_fkey FOREIGN KEY (cell_id) REFERENCES preheat.cell(cell_id),
  constraint lesson_version_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES preheat.draft(draft_id),
  constraint lesson_version_draft_id_key UNIQUE (draft_id),
  constraint lesson_version_origin_check CHECK ((origin = ANY (ARRAY['preheat'::text, 'adopted'::text]))),
  constraint lesson_version_pkey PRIMARY KEY (lesson_id),
  constraint lesson_version_request_id_key UNIQUE (request_id),
  constraint lesson_version_run_id_fkey FOREIGN KEY (run_id) REFERENCES preheat.run(run_id) ON DELETE SET NULL,
  constraint lesson_version_state_check CHECK ((state = ANY (ARRAY['live'::text, 'parked'::text, 'retired'::text])))
);

create table preheat.migration (
  name text not null,
  applied_at timestamp with time zone default now() not null,
  constraint migration_pkey PRIMARY KEY (name)
);

create table preheat.reservation (
  request_id text not null,
  run_id bigint not null,
  max_usd numeric(12,6) not null,
  reserved_at timestamp with time zone default now() not null,
  constraint reservation_max_usd_check CHECK ((max_usd >= (0)::numeric)),
  constraint reservation_pkey PRIMARY KEY (request_id),
  constraint reservation_run_id_fkey FOREIGN KEY (run_id) REFERENCES preheat.run(run_id) ON DELETE CASCADE
);

create table preheat.roadmap (
  roadmap_id bigint generated always as identity not null,
  roadmap_key text not null,
  title text not null,
  description text not null,
  category text not null,
  updated_at timestamp with time zone default now() not null,
  constraint roadmap_pkey PRIMARY KEY (roadmap_id),
  constraint roadmap_roadmap_key_key UNIQUE (roadmap_key),
  constraint roadmap_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 255)))
);

create table preheat.roadmap_step (
  roadmap_step_id bigint generated always as identity not null,
  roadmap_id bigint not null,
  "position" integer not null,
  title text not null,
  description text not null,
  difficulty text not null,
  lesson_count integer not null,
  styles text[] not null,
  constraint roadmap_step_difficulty_check CHECK ((difficulty = ANY (ARRAY['beginner'::text, 'intermediate'::text, 'advanced'::text]))),
  constraint roadmap_step_lesson_count_check CHECK (((lesson_count >= 1) AND (lesson_count <= 50))),
  constraint roadmap_step_pkey PRIMARY KEY (roadmap_step_id),
  constraint roadmap_step_position_check CHECK (("position" > 0)),
  constraint roadmap_step_roadmap_id_fkey FOREIGN KEY (roadmap_id) REFERENCES preheat.roadmap(roadmap_id) ON DELETE CASCADE,
  constraint roadmap_step_roadmap_id_title_key UNIQUE (roadmap_id, title),
  constraint roadmap_step_styles_check CHECK (((cardinality(styles) > 0) AND (styles <@ ARRAY['hands_on'::text, 'video'::text, 'reading'::text, 'mixed'::text]))),
  constraint roadmap_step_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 255)))
);

create table preheat.run (
  run_id bigint generated always as identity not null,
  workflow_id text not null,
  kind text not null,
  filter jsonb not null,
  model text not null,
  max_usd numeric(12,6),
  reserved_usd numeric(12,6) default 0 not null,
  spent_usd numeric(12,6) default 0 not null,
  state text default 'running'::text not null,
  cause text,
  cause_message text,
  waiting_until timestamp with time zone,
  opened_at timestamp with time zone default now() not null,
  ended_at timestamp with time zone,
  lost_call_count integer default 0 not null,
  lost_usd numeric(12,6) default 0 not null,
  constraint run_check CHECK (((ended_at IS NOT NULL) = (state = ANY (ARRAY['finished'::text, 'stopped'::text, 'lost'::text])))),
  constraint run_kind_check CHECK ((kind = ANY (ARRAY['start'::text, 'manual'::text, 'nightly'::text]))),
  constraint run_max_usd_check CHECK ((max_usd >= (0)::numeric)),
  constraint run_pkey PRIMARY KEY (run_id),
  constraint run_state_check CHECK ((state = ANY (ARRAY['running'::text, 'waiting'::text, 'finished'::text, 'stopped'::text, 'lost'::text]))),
  constraint run_workflow_id_key UNIQUE (workflow_id)
);

create table preheat.run_cell (
  run_id bigint not null,
  cell_id bigint not null,
  wanted_because text not null,
  status text default 'pending'::text not null,
  cause_message text,
  updated_at timestamp with time zone default now() not null,
  constraint run_cell_cell_id_fkey FOREIGN KEY (cell_id) REFERENCES preheat.cell(cell_id),
  constraint run_cell_pkey PRIMARY KEY (run_id, cell_id),
  constraint run_cell_run_id_fkey FOREIGN KEY (run_id) REFERENCES preheat.run(run_id) ON DELETE CASCADE,
  constraint run_cell_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'published'::text, 'served'::text, 'quarantined'::text, 'failed'::text, 'archived'::text])))
);

create table preheat.video_search (
  step_title text not null,
  videos jsonb not null,
  fetched_at timestamp with time zone not null,
  constraint video_search_pkey PRIMARY KEY (step_title)
);

create table preheat.video_search_day (
  pacific_day date not null,
  search_count integer not null,
  constraint video_search_day_pkey PRIMARY KEY (pacific_day),
  constraint video_search_day_search_count_check CHECK ((search_count > 0))
);

CREATE INDEX draft_cell ON preheat.draft USING btree (cell_id);
CREATE INDEX draft_run ON preheat.draft USING btree (run_id);
CREATE INDEX lesson_version_cell ON preheat.lesson_version USING btree (cell_id);
CREATE UNIQUE INDEX lesson_version_live ON preheat.lesson_version USING btree (cell_id) WHERE (state = 'live'::text);
CREATE INDEX reservation_run ON preheat.reservation USING btree (run_id);
CREATE INDEX roadmap_step_title ON preheat.roadmap_step USING btree (title);
CREATE INDEX run_cell_status ON preheat.run_cell USING btree (run_id, status);
