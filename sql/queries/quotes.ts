import type {ModelPrice} from '../../domain/prices.ts';
import type {Calibration, Figure, Quote, QuoteCells, StyleHistory} from '../../domain/quotes.ts';
import type {RunFilter} from '../../domain/runs.ts';
import type {ServingPolicy} from '../../domain/staleness.ts';
import type {Style} from '../../domain/styles.ts';
import type {Db} from '../client.ts';
import {wantableCells, wantedBy} from './cells.ts';
import {demandJoins, orderKeys} from './demand.ts';

/** A quote rests on so many lessons of a style: more would only weigh older prompts. */
const LESSONS_A_STYLE = 200;

/** A large run must not hide what the runs before it tell of the styles that it did not make. */
const DRAFTS_A_RUN = 1_000;

/** A bound on what one quote reads (measured: twice as many, of 240,000, took 0.3 to 0.5 s on a busy machine). */
const DRAFTS = 5_000;

/** The cells that a run with this filter would take, counted by style and state; respects the filter's limit. */
export async function cellsToQuote(
  db: Db,
  options: ServingPolicy & {filter: RunFilter},
): Promise<QuoteCells[]> {
  const {filter} = options;
  // Only a limit makes the order matter.
  const order = filter.limit === undefined ? 'walk' : filter.order;
  return db<QuoteCells[]>`
    select style, state, count(*) as cell_count from (
      select u.style, u.state from (${wantableCells(db, options)}) u ${demandJoins(db, order)}
      where ${wantedBy(db, filter)}
      ${filter.limit === undefined ? db`` : db`order by ${orderKeys(db, order)} limit ${filter.limit}`}
    ) wanted
    group by style, state
    order by style, state
  `;
}

/** The cells that a run has taken, counted by style and by why it wanted them. */
export async function cellsOfRun(db: Db, runId: number): Promise<QuoteCells[]> {
  return db<QuoteCells[]>`
    select c.style, rc.wanted_because as state, count(*) as cell_count
    from preheat.run_cell rc join preheat.cell c using (cell_id)
    where rc.run_id = ${runId}
    group by c.style, rc.wanted_because
    order by c.style, rc.wanted_because
  `;
}

type HistoryRow = {
  style: Style;
  lessonCount: number;
  callsMean: number;
  callsSd: number;
  inputMean: number;
  inputSd: number;
  outputMean: number;
  outputSd: number;
  usdMean: number;
  usdSd: number;
  timedCount: number;
  latencyMean: number | null;
  latencySd: number | null;
};

/**
 * What the last lessons of each style took in runs of this model: at most 200 a style, out of the last 1,000 drafts of
 * each run and 5,000 in all. A lesson is all that one run paid for one cell, whoever wrote it (the quality model's
 * calls and repairs are in it), once it was published or quarantined; one whose first call another run paid is left out.
 *
 * @param model as runs and drafts store it; its drafts count at `price`, those of another model as they were paid
 */
export async function quoteHistory(
  db: Db,
  {model, emulated, price}: {model: string; emulated: boolean; price: ModelPrice},
): Promise<StyleHistory[]> {
  const rows = await db<HistoryRow[]>`
    with recent as (
      select d.*
      from preheat.run r cross join lateral (
        select draft_id, run_id, cell_id, call_number, status, latency_ms, prompt_tokens, output_tokens + thought_tokens as output_tokens,
          case when model = ${model} then (
            greatest(0, prompt_tokens - cached_tokens) * ${price.inputUsdPerMillion}::float8
            + least(cached_tokens, prompt_tokens) * ${price.cachedInputUsdPerMillion}::float8
            + (output_tokens + thought_tokens) * ${price.outputUsdPerMillion}::float8
          ) / 1000000 else cost_usd end as usd
        from preheat.draft
        where run_id = r.run_id and emulated = ${emulated}
        order by draft_id desc
        limit ${DRAFTS_A_RUN}
      ) d
      where r.model = ${model}
      order by r.run_id desc
      limit ${DRAFTS}
    ),
    lesson as (
      select cell_id, max(draft_id) as last_draft_id, count(*)::float8 as calls, sum(prompt_tokens)::float8 as input,
        sum(output_tokens)::float8 as output, sum(usd) as usd,
        case when count(latency_ms) = count(*) then sum(latency_ms)::float8 end as latency
      from recent
      group by run_id, cell_id
      -- Superseded are those that a repair or a later lesson replaced.
      having min(call_number) = 0 and bool_or(status in ('published', 'quarantined', 'superseded')) and not bool_or(status = 'drafted')
    ),
    numbered as (
      select l.*, c.style, row_number() over (partition by c.style order by last_draft_id desc) as place
      from lesson l join preheat.cell c using (cell_id)
    )
    select style, count(*) as lesson_count,
      avg(calls) as calls_mean, coalesce(stddev_samp(calls), 0) as calls_sd,
      avg(input) as input_mean, coalesce(stddev_samp(input), 0) as input_sd,
      avg(output) as output_mean, coalesce(stddev_samp(output), 0) as output_sd,
      avg(usd) as usd_mean, coalesce(stddev_samp(usd), 0) as usd_sd,
      count(latency) as timed_count, avg(latency) as latency_mean, coalesce(stddev_samp(latency), 0) as latency_sd
    from numbered
    where place <= ${LESSONS_A_STYLE}
    group by style
    order by style
  `;
  return rows.map(historyOf);
}

function historyOf(row: HistoryRow): StyleHistory {
  const figure = (mean: number, sd: number): Figure => ({lessonCount: row.lessonCount, mean, sd});
  const {timedCount, latencyMean, latencySd} = row;
  return {
    style: row.style,
    calls: figure(row.callsMean, row.callsSd),
    inputTokens: figure(row.inputMean, row.inputSd),
    outputTokens: figure(row.outputMean, row.outputSd),
    usd: figure(row.usdMean, row.usdSd),
    latencyMs: latencyMean === null ? null : {lessonCount: timedCount, mean: latencyMean, sd: latencySd ?? 0},
  };
}

/** Keeps the quote with its run, to be compared with the outcome. The first one stays. */
export async function storeQuote(db: Db, {runId, quote}: {runId: number; quote: Quote}): Promise<void> {
  await db`
    update preheat.run set quote = ${db.json(quote)} where run_id = ${runId} and quote is null
  `;
}

/**
 * How often quotes held: of the last runs with this model that came to all their cells and found none of them served or
 * gone. Their minutes are those from opening to end, waits included, as the end of a run tells them.
 *
 * @param model as runs store it
 */
export async function quoteCalibration(
  db: Db,
  {model, limit}: {model: string; limit: number},
): Promise<Calibration> {
  const within = (figure: 'usd' | 'minutes') => db`
    between (quote -> ${figure}::text ->> 'low')::float8 and (quote -> ${figure}::text ->> 'high')::float8`;
  const [row] = await db<[Calibration]>`
    select count(*) as run_count, count(*) filter (where usd ${within('usd')}) as usd_within_count,
      count(*) filter (where minutes ${within('minutes')}) as minutes_within_count
    from (
      select quote, spent_usd::float8 as usd, extract(epoch from ended_at - opened_at)::float8 / 60 as minutes
      from preheat.run r
      where model = ${model} and state = 'finished' and quote is not null
        and not exists (
          select from preheat.run_cell rc where rc.run_id = r.run_id and rc.status in ('served', 'archived')
        )
      order by run_id desc
      limit ${limit}
    ) quoted
  `;
  return row;
}
