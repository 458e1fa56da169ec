-- How a draft was asked for, so that each remedy is tried once, and with which video; what the provider says of its answer.
alter table preheat.draft
  add column video_choice jsonb,
  add column asking text not null default 'first' check (asking in ('first', 'repair', 'larger', 'other_model', 'again')),
  add column model_version text,
  add column response_id text;

-- By which a lesson is compared with its siblings; null for those that others wrote.
alter table preheat.lesson_version add column fingerprint integer[];

-- Calls that were sent and never answered: the provider may bill them, so they count as spent with all they had reserved.
alter table preheat.run
  add column lost_call_count integer not null default 0,
  add column lost_usd numeric(12, 6) not null default 0;
