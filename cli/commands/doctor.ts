import {type Config, readConfig} from '../../config.ts';
import {packagedServer, SYSTEM_FOLDER} from '../../dev/postgres-binaries.ts';
import {locateTemporalCli} from '../../dev/temporal-cli.ts';
import {PRICES_AS_OF} from '../../domain/prices.ts';
import {inspectContract} from '../../sql/contract.ts';
import {pendingMigrations} from '../../sql/migrate.ts';
import {assertSameAge} from '../../sql/reader.ts';
import {explain} from '../errors.ts';
import {createModel, modelWarnings} from '../model.ts';
import {openDatabase} from '../services.ts';
import {readServices, type Services} from '../services-file.ts';
import {isTemporalChosen, openTemporalClient} from '../temporal.ts';

type Report = {verdict: 'ok' | 'note' | 'missing'; text: string};

/**
 * `preheat doctor`: what was found and what is missing, a line each; the key itself is never shown.
 *
 * @returns whether nothing is missing
 */
export async function doctorCommand(config: Config): Promise<boolean> {
  const services = readServices(config);
  const checks: [string, () => Promise<Report>][] = [
    ['Node', async () => ok(`${process.version} at ${process.execPath}`)],
    ['Running', async () => (services ? ok(runningText(services)) : note('no preheat up'))],
    ['Database', () => database(config)],
    ['Temporal', () => temporal(config)],
    ['Model', async () => modelReport(config)],
    ['Videos', async () => videosReport(config)],
  ];
  let whole = true;
  for (const [name, check] of checks) {
    const {verdict, text} = await check().catch((error: unknown): Report => ({
      verdict: 'missing',
      text: explain(error),
    }));
    whole &&= verdict !== 'missing';
    console.log(`${{ok: '✓', note: '·', missing: '✗'}[verdict]} ${name.padEnd(9)} ${text}`);
  }
  return whole;
}

async function database(config: Config): Promise<Report> {
  if (config.databaseUrl === undefined && !readServices(config)) {
    // A look alone: the user and the folders that it may need are made by the first start.
    const {version, folder} = packagedServer();
    const otherPlace =
      process.getuid?.() === 0 ? `, or below ${SYSTEM_FOLDER} where its user "postgres" cannot enter` : '';
    return ok(`embedded PostgreSQL ${version} in ${folder}; its data goes to ${config.homeDir}${otherPlace}`);
  }
  const pool = await openDatabase(config, 'preheat doctor', 1);
  try {
    const [{version}] = await pool<[{version: string}]>`select current_setting('server_version') as version`;
    const contract = await inspectContract(pool);
    const pending = await pendingMigrations(pool);
    const text = `PostgreSQL ${version}; the reader's tables are ${contract}`;
    // A worker and a server on it would refuse to start.
    if (pending.length === 0) await assertSameAge(pool, contract);
    return pending.length === 0
      ? ok(`${text}; migrated`)
      : note(`${text}; ${pending.length} migrations pending (preheat migrate)`);
  } finally {
    await pool.end();
  }
}

async function temporal(config: Config): Promise<Report> {
  if (!isTemporalChosen(config) && !readServices(config)?.temporalAddress) {
    const found = locateTemporalCli(config.environment, config.cacheDir);
    if (found) return ok(`embedded server: ${found.path} (${found.how})`);
    return note(
      'no server program yet; npm start gets one by download, or builds it with Go (3 to 6 minutes)',
    );
  }
  const client = await openTemporalClient(config);
  try {
    await client.workflowService.describeNamespace({namespace: client.options.namespace});
    return ok(`server answers, namespace ${client.options.namespace}`);
  } finally {
    await client.connection.close();
  }
}

function runningText({pid, httpUrl, model, emulated}: Services): string {
  const writer = model === undefined ? '' : `, lessons by ${model}${emulated ? ' (emulated)' : ''}`;
  return `preheat up, process ${pid}, ${httpUrl}${writer}`;
}

/** What this environment would call. Another place than the provider's is named: it sees the key and the prompts. */
export function modelReport(config: Config): Report {
  // The emulator never writes into a database of somebody's own.
  if (config.gemini.apiKey === undefined && config.databaseUrl !== undefined)
    return {
      verdict: 'missing',
      text: 'DATABASE_URL is set and GEMINI_API_KEY is not: a worker on that database has no model to call. Set the key',
    };
  if (config.gemini.apiKey === undefined)
    return note(`GEMINI_API_KEY is not set: npm start uses the emulator for ${config.gemini.model}`);
  const created = createModel(config);
  const price = created.priceAt(Date.now());
  const {name, emulated} = created;
  const warnings = modelWarnings(config, new Date());
  const text = `${name}${emulated ? ' (emulated)' : ''}, $${price.inputUsdPerMillion} in and $${price.outputUsdPerMillion} out a million tokens, ${config.gemini.serviceTier} service (prices of ${PRICES_AS_OF})${elsewhere('GEMINI_BASE_URL', config.gemini.baseUrl, DEFAULTS.gemini.baseUrl)}`;
  return warnings.length > 0 ? note(`${text}. ${warnings.join(' ')}`) : ok(text);
}

/** Whether video lessons are about a video that was found; the key itself is never shown. */
export function videosReport({youtube}: Config): Report {
  if (youtube === null)
    return note('YOUTUBE_API_KEY is not set: lessons of the style video are study guides without a video');
  const place = elsewhere('YOUTUBE_BASE_URL', youtube.baseUrl, YOUTUBE_BASE_URL);
  return ok(`YOUTUBE_API_KEY is set, ${youtube.searchesPerDay} searches a day${place}`);
}

/** Where something else than the default is called; a user and password in the URL stay out of sight. */
function elsewhere(setting: string, url: string, byDefault: string): string {
  if (url === byDefault) return '';
  const {origin, pathname} = new URL(url);
  return `; at ${origin}${pathname.replace(/\/$/, '')} (${setting})`;
}

const DEFAULTS = readConfig({});
const YOUTUBE_BASE_URL = readConfig({YOUTUBE_API_KEY: 'any'}).youtube?.baseUrl ?? '';

const ok = (text: string): Report => ({verdict: 'ok', text});
const note = (text: string): Report => ({verdict: 'note', text});
