-- The rights of Preheat's role in a database that the learning application owns (docs/deploy.md). Run it after the
-- application's own migrations, as a superuser, or as the owner of the database and of the tables who may become the role.
-- Safe to repeat.
-- Nothing here allows it to make, alter, drop or empty a table of the application, or to delete a row.

do $$
begin
  if to_regrole('preheat') is null then
    -- Give it a password, or another way to sign in.
    create role preheat login;
  end if;
end
$$;

-- All that is Preheat's own. It need not have the right to make schemas.
create schema if not exists preheat authorization preheat;

grant usage on schema public to preheat;

-- Who may vote and review; signing in to the console with the application's accounts.
grant select (id, email, username, first_name, last_name, password, role, account_status, is_active, is_superuser,
  is_blocked, is_suspended, is_deleted, created_at) on users to preheat;

-- New lessons are new rows. Of a row that is there: which version is served, what votes and verdicts make of it, views.
grant select, insert on lessons_lessoncontent to preheat;
grant update (cache_key, upvotes, downvotes, approval_status, generated_at, view_count) on lessons_lessoncontent to preheat;

grant select, insert on lessons_lessonvote, lessons_mentorreview to preheat;
grant update (vote_type, comment, updated_at) on lessons_lessonvote to preheat;
grant update (status, feedback, expertise_area, updated_at) on lessons_mentorreview to preheat;

-- Which lessons learners have before them: the order of a run by demand.
grant select (roadmap_step_title, completed_at) on lessons_userroadmaplesson to preheat;

do $$
begin
  if to_regclass('public.lessons_module') is null then
    -- Age "old": the ids come from the tables' own sequences.
    grant usage on sequence lessons_lessoncontent_id_seq, lessons_lessonvote_id_seq, lessons_mentorreview_id_seq to preheat;
  else
    -- Age "head": rows that wait for their lesson are filled in place.
    grant update (content, estimated_duration, generation_prompt, ai_model_version, created_by, research_metadata,
      source_attribution, source_type, generation_status, generation_error) on lessons_lessoncontent to preheat;
    -- The application's own roadmaps.
    grant select (id, title, description, status, generated_at) on lessons_roadmap to preheat;
    grant select (id, roadmap_id, title, description, difficulty, "order") on lessons_module to preheat;
  end if;
end
$$;
