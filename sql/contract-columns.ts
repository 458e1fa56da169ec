/** The ages of the learning application whose tables Preheat knows (docs/decisions/0015). */
export type ReaderAge = 'old' | 'head';

/** A table's columns: `name type`, with `?` where null is allowed; what is looser about null does no harm. */
type Tables = Record<string, string>;

/** Alike in both ages. Old rows may lack the role; Preheat never leaves it out. */
const USERS = `password varchar(128), first_name varchar(150), last_name varchar(150), date_joined timestamptz, id varchar(10),
  email varchar(50), username varchar(50), role varchar(20), account_status varchar(20), is_premium boolean,
  premium_expires_at timestamptz?, email_verification_token varchar(255), email_verified_at timestamptz?,
  last_login timestamptz?, is_email_verified boolean, is_active boolean, is_staff boolean, is_sign_in boolean,
  is_superuser boolean, is_blocked boolean, is_suspended boolean, is_deleted boolean, created_at timestamptz,
  updated_at timestamptz, subscription_auto_renew boolean, subscription_expires_at timestamptz?,
  subscription_started_at timestamptz?, subscription_tier varchar(20)`;

/** @param id the type of the ids of lessons, votes, reviews and progress */
function lessonTables(id: string, difficulty: string): Tables {
  return {
    lessons_lessoncontent: `id ${id}, roadmap_step_title varchar(255), lesson_number integer, learning_style varchar(50),
      content jsonb, title varchar(255), description text, estimated_duration integer, difficulty_level ${difficulty},
      generated_at timestamptz, generation_prompt text, ai_model_version varchar(50), upvotes integer, downvotes integer,
      approval_status varchar(20), view_count integer, completion_rate double precision, average_quiz_score double precision,
      cache_key varchar(32), generated_by_id varchar(10)?, created_by varchar(100), research_metadata jsonb,
      source_attribution jsonb, source_type varchar(50)`,
    lessons_lessonvote: `id ${id}, vote_type varchar(10), comment text, created_at timestamptz, updated_at timestamptz,
      lesson_content_id ${id}, user_id varchar(10)`,
    lessons_mentorreview: `id ${id}, status varchar(20), feedback text, expertise_area varchar(100), reviewed_at timestamptz,
      updated_at timestamptz, lesson_content_id ${id}, mentor_id varchar(10)`,
    lessons_userroadmaplesson: `id ${id}, roadmap_step_title varchar(255), lesson_number integer, status varchar(20),
      quiz_score integer?, exercises_completed integer, time_spent integer, started_at timestamptz?, completed_at timestamptz?,
      created_at timestamptz, updated_at timestamptz, lesson_content_id ${id}?, user_id varchar(10)`,
  };
}

const OLD = lessonTables('bigint', 'varchar(20)');
const HEAD = lessonTables('varchar(10)', 'varchar(30)');

/** The tables without which no age is that age. */
export const CONTRACT: Record<ReaderAge, Tables> = {
  old: {users: USERS, ...OLD},
  head: {
    users: USERS,
    ...HEAD,
    lessons_lessoncontent: `${HEAD['lessons_lessoncontent']}, module_id varchar(10)?, generation_metadata jsonb,
      generation_status varchar(20), generation_error text?`,
  },
};

/** Only read, and only where they are: what more they have, and what they require of a row, is nothing to Preheat. */
export const READ_WHERE_PRESENT: Record<ReaderAge, Tables> = {
  old: {},
  head: {
    lessons_roadmap: `id varchar(10), title varchar(255), description text, user_id varchar(100), goal_id varchar(100),
      difficulty_level varchar(30), total_duration varchar(50), generated_at timestamptz, user_profile_snapshot jsonb,
      ai_model_version varchar(50), status varchar(20), progress jsonb, upvotes integer, downvotes integer,
      approval_status varchar(20), cache_key varchar(64), goal_input varchar(255)`,
    lessons_module: `id varchar(10), title varchar(255), description text, order integer, estimated_duration varchar(50),
      difficulty varchar(30), resources jsonb, upvotes integer, downvotes integer, approval_status varchar(20),
      cache_key varchar(64), roadmap_id varchar(10), generation_completed_at timestamptz?, generation_error text?,
      generation_job_id varchar(100)?, generation_started_at timestamptz?, generation_status varchar(20),
      idempotency_key varchar(64)?`,
  },
};
