-- What a prompt says of a step, as 16 bytes: a lesson whose digest differs from its cell's was made from other words.
create function preheat.step_digest(description text, difficulty text) returns uuid
  language sql immutable strict parallel safe
  return md5(difficulty || ':' || description)::uuid;

-- Prompt versions (`YYYY-MM-DD`, or with `.n` for the nth of a day) as numbers that grow with them; 0 for all else, which is older.
create function preheat.prompt_order(prompt_version text) returns bigint
  language sql immutable strict parallel safe
  return case when prompt_version ~ '^\d{4}-\d{2}-\d{2}(\.\d{1,6})?$'
    then replace(split_part(prompt_version, '.', 1), '-', '')::bigint * 1000000
      + ('0' || split_part(prompt_version, '.', 2))::bigint
    else 0 end;

-- Of the words of the first roadmap that wants the step. The cell's lock orders its changes with publications.
alter table preheat.cell add column step_digest uuid;
update preheat.cell c set step_digest = w.step_digest
from (
  select distinct on (title) title, preheat.step_digest(description, difficulty) as step_digest
  from preheat.roadmap_step order by title, roadmap_step_id
) w
where c.step_title = w.title;

alter table preheat.lesson_version
  -- Of the words that the lesson was made from; null for those that others wrote.
  add column step_digest uuid,
  -- Since when these are not the step's words any more.
  add column stale_text_since timestamptz,
  add column generated_at timestamptz;
-- Lessons of before were made from the present text, as far as anybody knows.
update preheat.lesson_version v set step_digest = c.step_digest
from preheat.cell c where c.cell_id = v.cell_id and v.origin = 'preheat';
update preheat.lesson_version v set generated_at = l.generated_at
from lessons_lessoncontent l where l.id = v.lesson_id;

-- One index for each reason for which a lesson may be stale, so that a plan reads only those that are.
create index lesson_version_stale_text on preheat.lesson_version (cell_id)
  where state = 'live' and origin = 'preheat' and stale_text_since is not null;
create index lesson_version_prompt on preheat.lesson_version (preheat.prompt_order(prompt_version))
  where state = 'live' and origin = 'preheat';
create index lesson_version_model on preheat.lesson_version (model) where state = 'live' and origin = 'preheat';
create index lesson_version_generated_at on preheat.lesson_version (generated_at)
  where state = 'live' and origin = 'preheat';

-- The order in which a run takes its cells, from 1.
alter table preheat.run_cell add column position integer;
update preheat.run_cell rc set position = p.position
from (
  select run_id, cell_id, row_number() over (partition by run_id order by cell_id) as position from preheat.run_cell
) p
where rc.run_id = p.run_id and rc.cell_id = p.cell_id;
alter table preheat.run_cell alter column position set not null;
-- Partial: a decided cell leaves it and is never written to it again.
create unique index run_cell_position on preheat.run_cell (run_id, position) where status = 'pending';
