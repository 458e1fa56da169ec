import {foreignKey, readerDdl} from './reader-ddl.ts';
import {PROFILES, USERS} from './reader-old.ts';

/** The application's tables in its age "head": it makes the ids of lessons itself, texts of ten characters. */
export const READER_HEAD = readerDdl(
  {
    users: USERS.replace('role varchar(20) null', 'role varchar(20)'),
    lessons_roadmap: `id varchar(10), title varchar(255), description text, user_id varchar(100), goal_id varchar(100),
      difficulty_level varchar(30), total_duration varchar(50), generated_at timestamptz, user_profile_snapshot jsonb,
      ai_model_version varchar(50), status varchar(20), progress jsonb, upvotes integer, downvotes integer,
      approval_status varchar(20), cache_key varchar(64), goal_input varchar(255)`,
    lessons_module: `id varchar(10), title varchar(255), description text, order integer, estimated_duration varchar(50),
      difficulty varchar(30), resources jsonb, upvotes integer, downvotes integer, approval_status varchar(20),
      cache_key varchar(64), roadmap_id varchar(10), generation_completed_at timestamptz null, generation_error text null,
      generation_job_id varchar(100) null, generation_started_at timestamptz null, generation_status varchar(20),
      idempotency_key varchar(64) null`,
    lessons_lessoncontent: `id varchar(10), roadmap_step_title varchar(255), lesson_number integer, learning_style varchar(50),
      content jsonb, title varchar(255), description text, estimated_duration integer, difficulty_level varchar(30),
      generated_at timestamptz, generation_prompt text, ai_model_version varchar(50), upvotes integer, downvotes integer,
      approval_status varchar(20), view_count integer, completion_rate double precision,
      average_quiz_score double precision, cache_key varchar(32), generated_by_id varchar(10) null, created_by varchar(100),
      research_metadata jsonb, source_attribution jsonb, source_type varchar(50), module_id varchar(10) null,
      generation_metadata jsonb, generation_status varchar(20), generation_error text null`,
    lessons_lessonvote: `id varchar(10), vote_type varchar(10), comment text, created_at timestamptz, updated_at timestamptz,
      lesson_content_id varchar(10), user_id varchar(10)`,
    lessons_mentorreview: `id varchar(10), status varchar(20), feedback text, expertise_area varchar(100),
      reviewed_at timestamptz, updated_at timestamptz, lesson_content_id varchar(10), mentor_id varchar(10)`,
    lessons_userroadmaplesson: `id varchar(10), roadmap_step_title varchar(255), lesson_number integer, status varchar(20),
      quiz_score integer null, exercises_completed integer, time_spent integer, started_at timestamptz null,
      completed_at timestamptz null, created_at timestamptz, updated_at timestamptz, lesson_content_id varchar(10) null,
      user_id varchar(10)`,
    ...PROFILES,
  },
  `create index on lessons_lessoncontent (generation_status);
   create index on lessons_lessoncontent (module_id);
   alter table lessons_module add check ("order" >= 0);
   ${foreignKey('lessons_lessoncontent', 'module_id', 'lessons_module')}
   ${foreignKey('lessons_module', 'roadmap_id', 'lessons_roadmap')}`,
);
