import type {Db} from '../client.ts';

/** What a model has sent lately and has in flight now, and how its pace stands. */
export type UseNow = {
  /** Answered within the last minute, or in flight and begun within it. */
  minuteRequestCount: number;
  /** Of those answered what the provider counted, of those in flight what was set aside. */
  minuteInputTokens: number;
  /** What is set aside for calls in flight. */
  heldCount: number;
  heldInteractiveCount: number;
  heldInputTokens: number;
  heldUsd: number;
  /** What was still to drain of the pace at `levelsAt`; null without a limit of that kind. */
  requestLevel: number | null;
  tokenLevel: number | null;
  levelsAt: Date | null;
  /** What the refusal said that named a lower limit; null where none did. */
  learntMessage: string | null;
  /** The provider's day ends, and a new quota begins. */
  dayEndsAt: Date;
};

/** A bound on what a minute may have brought: many times the highest rate that a provider gives. */
const MAX_DRAFTS_A_MINUTE = 20_000;

/** What a model has in use at this moment. */
export async function useNow(db: Db, model: string): Promise<UseNow> {
  const [row] = await db<[UseNow]>`
    with answered as (
      select count(*) as request_count, coalesce(sum(d.prompt_tokens), 0) as input_tokens
      from (
        select model, prompt_tokens, created_at from preheat.draft order by draft_id desc limit ${MAX_DRAFTS_A_MINUTE}
      ) d
      where d.model = ${model} and d.created_at > now() - interval '1 minute'
    ),
    held as (
      select count(*) as held_count, count(*) filter (where is_interactive) as held_interactive_count,
        coalesce(sum(max_input_tokens), 0) as held_input_tokens, coalesce(sum(max_usd), 0) as held_usd,
        count(*) filter (where starts_at > now() - interval '1 minute') as begun_count,
        coalesce(sum(max_input_tokens) filter (where starts_at > now() - interval '1 minute'), 0) as begun_tokens
      from preheat.reservation where model = ${model}
    )
    select a.request_count + h.begun_count as minute_request_count, a.input_tokens + h.begun_tokens as minute_input_tokens,
      h.held_count, h.held_interactive_count, h.held_input_tokens, h.held_usd, l.request_level, l.token_level, l.levels_at,
      l.learnt_message, preheat.pacific_day_end(now()) as day_ends_at
    from answered a cross join held h left join preheat.model_limit l on l.model = ${model}
  `;
  return row;
}
