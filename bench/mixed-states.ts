import {EMULATOR_AUTHOR} from '../sql/queries/servable.ts';
import type {Pool} from '../sql/client.ts';

/**
 * Gives cells that are all served states of every kind, spread evenly: about one in six has something to be done, and one
 * in seven was verified.
 */
export async function mixStates(pool: Pool): Promise<void> {
  const every = (n: number) => pool`
    l.id in (select v.lesson_id from preheat.lesson_version v where v.cell_id % ${n} = 0)
  `;
  await pool`update lessons_lessoncontent l set approval_status = 'mentor_verified' where ${every(7)}`;
  await pool`update lessons_lessoncontent l set approval_status = 'rejected' where ${every(29)}`;
  await pool`update lessons_lessoncontent l set created_by = ${EMULATOR_AUTHOR} where ${every(41)}`;
  await pool`update preheat.lesson_version set stale_text_since = now() where cell_id % 31 = 0`;
  await pool`
    insert into preheat.draft (
      request_id, cell_id, call_number, prompt_version, prompt, model, emulated, answer_text, finish_reason, prompt_tokens,
      cached_tokens, output_tokens, thought_tokens, cost_usd, findings, status
    )
    select 'bench:' || cell_id, cell_id, 0, 'bench', '', 'bench', false, '{}', 'STOP', 1, 0, 1, 0, 0,
      '[{"check": "schema", "severity": "error", "message": "There is no summary."}]', 'quarantined'
    from preheat.cell where cell_id % 37 = 0
  `;
  const gone = pool`select lesson_id from preheat.lesson_version where cell_id % 23 = 0 or cell_id % 37 = 0`;
  await pool`delete from lessons_lessoncontent where id in (${gone})`;
  await pool`delete from preheat.lesson_version where cell_id % 23 = 0 or cell_id % 37 = 0`;
  await pool`vacuum analyze`;
}
