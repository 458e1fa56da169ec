-- A run can be paused by a person, and one cell can be made anew.
alter table preheat.run
  drop constraint run_kind_check,
  add constraint run_kind_check check (kind in ('start', 'manual', 'nightly', 'regeneration')),
  drop constraint run_state_check,
  add constraint run_state_check check (state in ('running', 'waiting', 'paused', 'finished', 'stopped', 'lost'));
