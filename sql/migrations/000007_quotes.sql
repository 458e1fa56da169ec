-- From sending the request to the whole answer; null for drafts from before.
alter table preheat.draft add column latency_ms integer check (latency_ms >= 0);

-- What the run was expected to take, over exactly its cells; null for runs from before, and for those without a cell.
alter table preheat.run add column quote jsonb;

-- A quote reads the last drafts of each run.
drop index preheat.draft_run;
create index draft_run on preheat.draft (run_id, draft_id);
