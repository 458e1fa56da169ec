import {type Command, InvalidArgumentError, Option} from 'commander';
import type {Config} from '../config.ts';
import {dollars, positiveCount} from './run-filter.ts';

/** Adds the command `runs`, which lists, and its commands for one run. */
export function addRuns(program: Command, config: () => Config): void {
  const load = async () => (await import('./commands/runs.ts')).runsCommands;
  const runs = program
    .command('runs')
    .description('show the newest runs; show, pause, resume, cancel, retry one, or change its budget')
    .addOption(new Option('--limit <runs>', 'how many').argParser(positiveCount).default(10))
    .option('--json', 'as JSON', false)
    .addHelpText(
      'after',
      `
A command that cannot be carried out changes nothing, and ends with exit code 1.

Examples:
  npx preheat runs --limit 3
  npx preheat runs show 12
  npx preheat runs pause 12 --reason "the prompts are being changed"`,
    )
    .action(async (options: {limit: number; json: boolean}) => (await load()).list(config(), options));

  runs
    .command('show')
    .description('one run whole: progress by style and roadmap, quote, errors with their counts')
    .argument('<id>', 'a run, as `preheat runs` lists it', readRunId)
    .option('--json', 'as JSON', false)
    .addHelpText('after', '\nExample:\n  npx preheat runs show 12')
    // Of the parent's option of the same name, commander would give the value there.
    .action(async (runId: number, _options: object, command: Command) =>
      (await load()).show(config(), runId, {json: command.optsWithGlobals<{json: boolean}>().json}),
    );

  for (const [name, does, more] of [
    [
      'pause',
      'start nothing more until it is resumed',
      'Calls in flight end and are stored. A run that waits for a quota can be paused too; it waits on after it is resumed.',
    ],
    [
      'cancel',
      'end it: start nothing more',
      'Calls in flight end and are stored; cells that it had not reached stay to be made. A cancelled run stays as it is.',
    ],
  ] as const) {
    const one = runs
      .command(name)
      .description(does)
      .argument('<id>', 'a run', readRunId)
      .option('--reason <text>', 'shown with it')
      .addHelpText('after', `\n${more}\n\nExample:\n  npx preheat runs ${name} 12 --reason "wrong roadmap"`)
      .action(async (runId: number, {reason, lost = false}: {reason?: string; lost?: boolean}) => {
        if (!(await (await load())[name](config(), runId, {reason: reason ?? null, lost})))
          process.exitCode = 1;
      });
    if (name === 'cancel')
      one.option(
        '--lost',
        'close its books, where its workflow was terminated or lost on the Temporal server',
      );
  }

  runs
    .command('resume')
    .description('let a paused run go on')
    .argument('<id>', 'a run', readRunId)
    .addHelpText('after', '\nExample:\n  npx preheat runs resume 12')
    .action(async (runId: number) => {
      if (!(await (await load()).resume(config(), runId))) process.exitCode = 1;
    });

  runs
    .command('retry')
    .description('start a new run of the cells that failed in one, and follow it')
    .argument('<id>', 'a run', readRunId)
    .addOption(
      new Option('--max-usd <dollars>', 'spend at most this much; default: as that run').argParser(dollars),
    )
    .addHelpText(
      'after',
      `
Says what it will take, and starts without asking. Cells in quarantine are not among them (\`preheat quarantine retry\`), nor
are those that the run did not reach (\`preheat warm\`). Exit code 0 only if it makes all of them.

Example:
  npx preheat runs retry 12 --max-usd 0.50`,
    )
    .action(async (runId: number, {maxUsd}: {maxUsd?: number}) => {
      if (!(await (await load()).retry(config(), runId, {maxUsd: maxUsd ?? null}))) process.exitCode = 1;
    });

  runs
    .command('budget')
    .description('change what a run under way may spend')
    .argument('<id>', 'a run', readRunId)
    .addOption(
      new Option('--max-usd <dollars>', 'spend at most this much, what is spent included')
        .argParser(dollars)
        .makeOptionMandatory(),
    )
    .addHelpText(
      'after',
      `
The next call sees it; calls in flight end. Never below what is spent already. A run that has ended keeps its budget.

Example:
  npx preheat runs budget 12 --max-usd 5`,
    )
    .action(async (runId: number, {maxUsd}: {maxUsd: number}) =>
      (await load()).budget(config(), runId, maxUsd),
    );
}

function readRunId(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new InvalidArgumentError('It must be the number of a run, such as 12: `preheat runs` lists them.');
  return Number(text);
}

/** An option value that names a run. */
export function runKey(text: string): string {
  if (!/^[\w.:-]{1,100}$/.test(text))
    throw new InvalidArgumentError(
      'It must be 1 to 100 letters, digits, dots, colons, hyphens or underscores.',
    );
  return text;
}
