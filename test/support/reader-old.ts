import {readerDdl, type ReaderTables} from './reader-ddl.ts';

/** Of both ages. */
export const PROFILES: ReaderTables = {
  profiles_userindustry:
    'id bigint identity, industry varchar(20), is_primary boolean, created_at timestamptz, updated_at timestamptz, user_id varchar(10)',
  profiles_userlearninggoal: `id bigint identity, skill_name varchar(100), description text, target_skill_level varchar(15),
    current_skill_level varchar(15), status varchar(15), progress_percentage integer, ai_roadmap_id varchar(100) null,
    roadmap_generated_at timestamptz null, target_completion_date date null, started_at timestamptz null,
    completed_at timestamptz null, priority integer, is_active boolean, created_at timestamptz, updated_at timestamptz,
    industry_id bigint, user_id varchar(10)`,
};

/** Allows null for the role: so the committed migrations leave it at "old". */
export const USERS = `password varchar(128), first_name varchar(150), last_name varchar(150), date_joined timestamptz, id varchar(10),
  email varchar(50), username varchar(50), role varchar(20) null, account_status varchar(20), is_premium boolean,
  premium_expires_at timestamptz null, email_verification_token varchar(255), email_verified_at timestamptz null,
  last_login timestamptz null, is_email_verified boolean, is_active boolean, is_staff boolean, is_sign_in boolean,
  is_superuser boolean, is_blocked boolean, is_suspended boolean, is_deleted boolean, created_at timestamptz,
  updated_at timestamptz, subscription_auto_renew boolean, subscription_expires_at timestamptz null,
  subscription_started_at timestamptz null, subscription_tier varchar(20)`;

/** The application's tables in its age "old": ids of lessons are bigint identities. */
export const READER_OLD = readerDdl({
  users: USERS,
  lessons_lessoncontent: `id bigint identity, roadmap_step_title varchar(255), lesson_number integer, learning_style varchar(50),
    content jsonb, title varchar(255), description text, estimated_duration integer, difficulty_level varchar(20),
    generated_at timestamptz, generation_prompt text, ai_model_version varchar(50), upvotes integer, downvotes integer,
    approval_status varchar(20), view_count integer, completion_rate double precision, average_quiz_score double precision,
    cache_key varchar(32), generated_by_id varchar(10) null, created_by varchar(100), research_metadata jsonb,
    source_attribution jsonb, source_type varchar(50)`,
  lessons_lessonvote: `id bigint identity, vote_type varchar(10), comment text, created_at timestamptz, updated_at timestamptz,
    lesson_content_id bigint, user_id varchar(10)`,
  lessons_mentorreview: `id bigint identity, status varchar(20), feedback text, expertise_area varchar(100),
    reviewed_at timestamptz, updated_at timestamptz, lesson_content_id bigint, mentor_id varchar(10)`,
  lessons_userroadmaplesson: `id bigint identity, roadmap_step_title varchar(255), lesson_number integer, status varchar(20),
    quiz_score integer null, exercises_completed integer, time_spent integer, started_at timestamptz null,
    completed_at timestamptz null, created_at timestamptz, updated_at timestamptz, lesson_content_id bigint null,
    user_id varchar(10)`,
  ...PROFILES,
});
