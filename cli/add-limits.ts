import {type Command, InvalidArgumentError, Option} from 'commander';
import type {Config} from '../config.ts';
import {dollars, positiveCount} from './run-filter.ts';

/** What the options of `limits set` parse to. */
export type LimitOptions = {
  model?: string;
  requestsPerMinute?: number;
  inputTokensPerMinute?: number;
  requestsPerDay?: number;
  burst?: number;
  headroom?: number;
  maxUsdPerDay?: number;
};

/** Adds the command `limits` with its four commands. */
export function addLimits(program: Command, config: () => Config): void {
  const load = async () => (await import('./commands/limits.ts')).limitsCommands;
  const limits = program
    .command('limits')
    .description('what may be sent and spent: show, set, reset, forget; while runs are under way')
    .addHelpText(
      'after',
      `
A limit that is set here goes before the environment (GEMINI_REQUESTS_PER_MINUTE, GEMINI_INPUT_TOKENS_PER_MINUTE,
GEMINI_REQUESTS_PER_DAY, PREHEAT_MAX_USD_PER_DAY, PREHEAT_HEADROOM) and counts at once, for all workers. A limit that the
provider names when it refuses a request is learnt, and kept for a day. Days end at midnight, Pacific time.

Examples:
  npx preheat limits show
  npx preheat limits set --requests-per-minute 300 --max-usd-per-day 20
  npx preheat limits reset
  npx preheat limits forget`,
    );

  limits
    .command('show')
    .description('the limits in force, where each comes from, and what was used today')
    .option('--json', 'as JSON', false)
    .addHelpText('after', '\nExample:\n  npx preheat limits show')
    .action(async (options: {json: boolean}) => (await load()).show(config(), options));

  const count = (flag: string, words: string) => new Option(`${flag} <n>`, words).argParser(positiveCount);
  limits
    .command('set')
    .description('set limits; what is not named stays')
    .option('--model <name>', 'whose limits; default: the configured model')
    .addOption(count('--requests-per-minute', 'requests a minute, evenly spread'))
    .addOption(count('--input-tokens-per-minute', 'input tokens a minute'))
    .addOption(count('--requests-per-day', 'requests a day'))
    .addOption(count('--burst', 'requests that may begin at once'))
    .addOption(
      new Option(
        '--headroom <share>',
        'share that nightly and manual runs leave to people who wait',
      ).argParser(shareBelowOne),
    )
    .addOption(
      new Option('--max-usd-per-day <dollars>', 'dollars a day, over all models and runs').argParser(dollars),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  npx preheat limits set --requests-per-minute 300\n  npx preheat limits set --max-usd-per-day 20',
    )
    .action(async (options: LimitOptions) => (await load()).set(config(), options));

  limits
    .command('reset')
    .description('back to the environment: forgets what was set, what was learnt, and a wait in force')
    .option('--model <name>', 'whose limits; default: the configured model, and the dollars a day')
    .addHelpText('after', '\nExample:\n  npx preheat limits reset')
    .action(async (options: {model?: string}) => (await load()).reset(config(), options));

  limits
    .command('forget')
    .description('forget what was learnt from refusals, as where the provider has raised a limit')
    .option('--model <name>', 'whose limits; default: the configured model')
    .addHelpText(
      'after',
      `
What is set stays, and so does a wait in force. The next refusal may teach a limit again.

Example:
  npx preheat limits forget`,
    )
    .action(async (options: {model?: string}) => (await load()).forget(config(), options));
}

function shareBelowOne(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < 1))
    throw new InvalidArgumentError('It must be a share from 0 to below 1, for example 0.1.');
  return value;
}
