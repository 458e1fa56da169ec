import {Command, Option} from 'commander';
import {readConfig} from '../config.ts';
import {addBundle} from './add-bundle.ts';
import {addGeminiEmulator} from './add-gemini-emulator.ts';
import {addLessons} from './add-lessons.ts';
import {addLimits} from './add-limits.ts';
import {addQuarantine} from './add-quarantine.ts';
import {addRegenerate} from './add-regenerate.ts';
import {addReviews} from './add-reviews.ts';
import {addRoadmaps} from './add-roadmaps.ts';
import {addRuns, runKey} from './add-runs.ts';
import {addUser} from './add-user.ts';
import {withRunningModel} from './emulator.ts';
import {readServices} from './services-file.ts';
import {dollars, filterOf, type FilterOptions, positiveCount, readCellId, withFilter} from './run-filter.ts';

const DEFAULT_HTTP_PORT = 8787;

const SERVICES = `
Services:
  Each command uses DATABASE_URL, TEMPORAL_ADDRESS (with TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS*) and
  GEMINI_API_KEY (with GEMINI_MODEL) where they are set, else what a running \`npm start\` brought up.`;

type WarmOptions = FilterOptions & {maxUsd?: number; yes: boolean; key?: string};

/**
 * The command line. A command's module is loaded when it runs, so that \`--help\` and faults answer at once.
 *
 * Exit codes: 0 done; 1 failed, or (up, warm) not every wanted cell is served, (quarantine retry) a cell is busy,
 * (quarantine release) the draft is not published; 2 called wrongly.
 */
export function buildProgram(environment: NodeJS.ProcessEnv): Command {
  const own = () => readConfig(environment);
  // Of those that call or describe the model themselves, only `own` will do.
  const config = () => {
    const settings = own();
    return withRunningModel(settings, readServices(settings));
  };
  const program = new Command('preheat')
    .description('Fills the lesson cache of a learning application before its learners ask.')
    .showHelpAfterError('(add --help for how it is used)')
    .configureHelp({sortSubcommands: false, showGlobalOptions: false})
    .addHelpText('after', SERVICES)
    .exitOverride(error => {
      // Commander has printed what is wrong already.
      process.exit(error.exitCode === 0 ? 0 : 2);
    });

  program
    .command('up')
    .description('bring everything up, run the warm-up to its end, and serve until Ctrl-C (npm start)')
    .addOption(
      new Option('--exit', 'end after the warm-up; exit code 0 only if every cell is served').default(false),
    )
    .addOption(new Option('--max-usd <dollars>', 'spend at most this much in the run').argParser(dollars))
    .addHelpText(
      'after',
      `
Brings up what is not configured: PostgreSQL, a Temporal server with its web UI, and, without GEMINI_API_KEY, the
Gemini emulator. Everything is kept below .preheat/. Ctrl-C stops cleanly; the next start goes on where this one was.

Examples:
  npm start
  GEMINI_API_KEY=... npm start -- --max-usd 2.50
  npx preheat up --exit`,
    )
    .action(async (options: {exit: boolean; maxUsd?: number}) => {
      const {upCommand} = await import('./commands/up.ts');
      const whole = await upCommand(own(), {exit: options.exit, maxUsd: options.maxUsd ?? null});
      if (options.exit && !whole) process.exitCode = 1;
    });

  program
    .command('import')
    .argument('[file...]', 'roadmap files, YAML or JSON')
    .option('--from-application', "the application's own roadmaps, from its tables", false)
    .description('import roadmaps; a known one is updated, a removed step archives its cells')
    .addHelpText(
      'after',
      `
All files are checked first: one fault, and nothing is imported. The same import again changes nothing. Lessons are
never deleted. The format is described in docs/roadmap-format.md.

--from-application reads lessons_roadmap and lessons_module, where the application has them: a module is a step, and so
is each lesson that a module lists. Nothing is written there. A roadmap that is gone there goes here too.

Examples:
  npx preheat import my-roadmaps/*.yaml
  npx preheat import --from-application`,
    )
    .action(async (files: string[], {fromApplication}: {fromApplication: boolean}, command: Command) => {
      if (fromApplication === files.length > 0)
        command.error('name roadmap files, or say --from-application');
      const commands = await import('./commands/import.ts');
      if (fromApplication) await commands.importFromApplicationCommand(config());
      else await commands.importCommand(config(), files);
    });

  withFilter(program.command('plan'))
    .description('show what is not served, by roadmap and style, and what a run would take')
    .option('--json', 'as JSON, with the state of the cells and the quote', false)
    .addHelpText(
      'after',
      `
States: missing (no lesson), placeholder (a lesson of the emulator now that a key is there, or what another application
stored as a fallback), rejected (only a rejected lesson), quarantined (the drafts failed the checks; a run takes these
only with --only quarantined), stale (served, by a lesson that should be made anew).

The quote at the end says what \`preheat warm\` with the same options would take: calls, tokens, dollars and minutes,
each from low to high, out of the last lessons of each style with this model.

Examples:
  npx preheat plan
  npx preheat plan --roadmap python --style reading --json`,
    )
    .action(async ({json, ...options}: FilterOptions & {json: boolean}) =>
      (await import('./commands/plan.ts')).planCommand(config(), {...filterOf(options), json}),
    );

  withFilter(program.command('warm'))
    .description('start a run against running services and follow it')
    .addOption(
      new Option('--cell <id...>', 'only these cells, where they are not served').argParser(readCellId),
    )
    .addOption(new Option('--limit <cells>', 'at most so many cells').argParser(positiveCount))
    .addOption(new Option('--max-usd <dollars>', 'spend at most this much').argParser(dollars))
    .option('--yes', 'start without asking, as a script must', false)
    .addOption(
      new Option('--key <name>', 'the same key again is the same run: nothing starts twice').argParser(
        runKey,
      ),
    )
    .addHelpText(
      'after',
      `
Says first what the run will take (calls, tokens, dollars, minutes), and asks whether to start it. Without a terminal
to ask on, and without --yes, nothing is started (exit code 2).

Needs a worker (npm start has one; else \`preheat worker\`). Ctrl-C leaves the run going; \`preheat runs\` shows it.
Exit code 0 only if every wanted cell is served afterwards.

With --key, a run that has the key already is followed, or its end shown, and nothing new starts, whatever the other
options say: a script that was interrupted can be run again.

Examples:
  npx preheat warm
  npx preheat warm --roadmap sql git --max-usd 0.50 --yes
  npx preheat warm --cell 7 12 --yes
  npx preheat warm --only quarantined`,
    )
    .action(async ({maxUsd, yes, key, ...options}: WarmOptions) => {
      const {warmCommand} = await import('./commands/warm.ts');
      process.exitCode = await warmCommand(config(), {
        ...filterOf(options),
        maxUsd: maxUsd ?? null,
        yes,
        key: key ?? null,
      });
    });

  addRoadmaps(program, config);
  addRuns(program, config);
  addLimits(program, config);
  addQuarantine(program, config);
  addLessons(program, config);
  addRegenerate(program, config);
  addReviews(program, config);
  addUser(program, config);
  addSchedule(program, config);

  program
    .command('worker')
    .description('run a worker: workflows, and model calls at the configured rate')
    .addHelpText(
      'after',
      `
Needs a database, a Temporal server and GEMINI_API_KEY. Start as many as you like: they share the work. Ctrl-C takes no
new work and waits for the calls in flight (at most GEMINI_TIMEOUT_MS and 20 s: 170 s by default).

Settings: GEMINI_MODEL, GEMINI_REQUESTS_PER_MINUTE (give every worker the same), GEMINI_MAX_CONCURRENT,
GEMINI_TIMEOUT_MS, GEMINI_MAX_OUTPUT_TOKENS, GEMINI_BASE_URL, PREHEAT_LOG_LEVEL.

Example:
  GEMINI_API_KEY=... GEMINI_REQUESTS_PER_MINUTE=300 npx preheat worker`,
    )
    .action(async () => (await import('./commands/worker.ts')).workerCommand(own()));

  addBundle(program);

  program
    .command('serve')
    .description('serve the API, health, coverage and runs over HTTP')
    .addHelpText(
      'after',
      `
Address and port: PREHEAT_HTTP_HOST, default 127.0.0.1, and PREHEAT_HTTP_PORT, default ${DEFAULT_HTTP_PORT}. Paths:
/graphql (docs/api.md) / /status.json /metrics /healthz /readyz. Other settings of the API are in docs/deploy.md.

Example:
  PREHEAT_HTTP_PORT=8080 npx preheat serve`,
    )
    .action(async () => {
      const settings = config();
      const {serveCommand} = await import('./commands/serve.ts');
      await serveCommand(settings, {port: settings.ports.http ?? DEFAULT_HTTP_PORT});
    });

  program
    .command('migrate')
    .description('bring the database to the newest schema')
    .addHelpText(
      'after',
      `
Makes the schema "preheat". The learning application's own tables are made only where none of them exists; where they
do, they are used as they are, and never altered. Safe to repeat.

Example:
  DATABASE_URL=postgresql://... npx preheat migrate`,
    )
    .action(async () => (await import('./commands/migrate.ts')).migrateCommand(config()));

  program
    .command('doctor')
    .description('say what was found and what is missing')
    .addHelpText(
      'after',
      '\nExit code 1 if something is missing. A key is never shown.\n\nExample:\n  npx preheat doctor',
    )
    .action(async () => {
      const {doctorCommand} = await import('./commands/doctor.ts');
      if (!(await doctorCommand(own()))) process.exitCode = 1;
    });

  addGeminiEmulator(program);

  return program;
}

function addSchedule(program: Command, config: () => ReturnType<typeof readConfig>): void {
  const load = async () => (await import('./commands/schedule.ts')).scheduleCommands;
  const example = (args: string) => `\nExample:\n  npx preheat schedule ${args}`;
  const schedule = program
    .command('schedule')
    .description('the nightly run: set, show, pause, resume, trigger, delete')
    .addHelpText(
      'after',
      `
One nightly schedule a namespace. A night that finds the last one still under way is skipped; one that was missed (the
server was down) is made up for within 6 hours.

Examples:
  npx preheat schedule set --cron "30 2 * * *" --zone Europe/Berlin --max-usd 5
  npx preheat schedule pause --reason "new prompts are being tried"`,
    );
  withFilter(schedule.command('set'))
    .description('set the nightly run, new or changed')
    .addHelpText('after', example('set --cron "30 2 * * *" --zone Europe/Berlin --max-usd 5 --only missing'))
    .requiredOption('--cron <fields>', 'five cron fields, for example "30 2 * * *"')
    .option('--zone <name>', 'IANA time zone of the cron fields', 'UTC')
    .addOption(new Option('--max-usd <dollars>', 'spend at most this much a night').argParser(dollars))
    .action(
      async ({
        cron,
        zone,
        maxUsd,
        ...options
      }: FilterOptions & {cron: string; zone: string; maxUsd?: number}) =>
        (await load()).set(config(), {cron, zone, maxUsd: maxUsd ?? null, filter: filterOf(options)}),
    );
  schedule
    .command('show')
    .description('show it, with the next five runs')
    .addHelpText('after', example('show'))
    .action(async () => (await load()).show(config()));
  for (const action of ['pause', 'resume'] as const) {
    schedule
      .command(action)
      .description(`${action} it`)
      .addHelpText('after', example(`${action} --reason "new prompts are being tried"`))
      .option('--reason <text>', 'shown with it', `${action}d from the command line`)
      .action(async ({reason}: {reason: string}) => (await load())[action](config(), reason));
  }
  schedule
    .command('trigger')
    .description('run it now; skipped where it is under way')
    .addHelpText('after', example('trigger'))
    .action(async () => (await load()).trigger(config()));
  schedule
    .command('delete')
    .description('delete it; runs under way go on')
    .addHelpText('after', example('delete'))
    .action(async () => (await load()).delete(config()));
}
