/** What people can do, in the words of the log's rows; grouped as a filter lists them. */
export const ACTION_GROUPS: readonly {group: string; actions: Readonly<Record<string, string>>}[] = [
  {
    group: 'Lessons',
    actions: {
      promote: 'Made a version live',
      roll_back: 'Rolled back to the version before',
      retire: 'Retired a version',
      restore: 'Restored a version',
      regenerate: 'Asked for a new version',
      undo_promote: 'Took back making a version live',
      undo_retire: 'Took back retiring a version',
      undo_restore: 'Took back restoring a version',
    },
  },
  {
    group: 'Reviews',
    actions: {
      review: 'Reviewed a lesson',
      undo_review: 'Took a verdict back',
      send_to_review: 'Sent a lesson to the mentors',
    },
  },
  {
    group: 'Quarantine',
    actions: {
      retry_quarantined: 'Took a cell out of quarantine',
      release_quarantined: 'Published a draft in spite of its findings',
    },
  },
  {
    group: 'Runs',
    actions: {
      start_run: 'Started a run',
      retry_run: 'Retried the failed cells of a run',
      pause_run: 'Paused a run',
      resume_run: 'Let a run go on',
      cancel_run: 'Cancelled a run',
      change_run_budget: 'Changed the budget of a run',
    },
  },
  {
    group: 'Schedule',
    actions: {
      set_schedule: 'Set the schedule',
      pause_schedule: 'Paused the schedule',
      resume_schedule: 'Resumed the schedule',
      trigger_schedule: 'Ran the schedule now',
      delete_schedule: 'Deleted the schedule',
    },
  },
  {
    group: 'Limits',
    actions: {
      set_limits: 'Set limits',
      reset_limits: 'Reset limits',
      forget_learnt_limit: 'Forgot a learnt limit',
    },
  },
  {
    group: 'Roadmaps',
    actions: {
      import_roadmap: 'Imported a roadmap',
      archive_roadmap: 'Archived a roadmap',
      restore_roadmap: 'Brought a roadmap back',
    },
  },
  {
    group: 'Accounts',
    actions: {
      user_added: 'Added an account',
      user_role_set: 'Changed a role',
      user_password_reset: 'Reset a password',
      sessions_revoked: 'Ended sessions',
      token_added: 'Made a token',
      token_revoked: 'Revoked a token',
    },
  },
];

const LABELS = new Map(ACTION_GROUPS.flatMap(({actions}) => Object.entries(actions)));

/** An action in words; one that is not known here, as it is called. */
export const actionLabel = (action: string): string => LABELS.get(action) ?? action.replaceAll('_', ' ');
