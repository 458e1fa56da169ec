-- What YouTube was searched for: once a step title, whichever lesson asks. No suitable video is an answer too.
create table preheat.video_search (
  step_title text primary key,
  -- The suitable ones, best first, under the reader's keys.
  videos jsonb not null,
  fetched_at timestamptz not null
);

-- Searches sent on each of YouTube's quota days, which begin at midnight in Los Angeles.
create table preheat.video_search_day (
  pacific_day date primary key,
  search_count integer not null check (search_count > 0)
);
