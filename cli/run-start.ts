import type {Client} from '@temporalio/client';
import type {Actor} from '../domain/actor.ts';
import type {Pool} from '../sql/client.ts';
import {auditStart} from '../sql/queries/audit.ts';
import type {WarmUpInput} from '../workflows/messages.ts';
import {startKeyedRun, startRun} from './run-client.ts';

type Start = {
  input: WarmUpInput;
  /** The caller's name for the run: the same name again is the same run. */
  key?: string | null;
  actor: Actor;
  /** The run whose failed cells it makes. */
  retryOf?: number | null;
};

/**
 * Starts a run for somebody, and notes in the audit log who did: of several with one key the first. The run has no id
 * before a worker opens it: the log knows it by its workflow's.
 *
 * @returns its workflow's id
 * @throws CommandRefused where a workflow with this key ended before its run was opened
 */
export async function startRunAs(
  {db, client}: {db: Pool; client: Client},
  {input, key = null, actor, retryOf = null}: Start,
): Promise<string> {
  const workflowId = await (key === null ? startRun(client, input) : startKeyedRun(db, client, {key, input}));
  const {kind, filter, maxUsd} = input;
  await auditStart(db, {
    action: retryOf === null ? 'start_run' : 'retry_run',
    actor,
    after: {workflowId, kind, filter, maxUsd, ...(retryOf !== null && {retryOf})},
  });
  return workflowId;
}
