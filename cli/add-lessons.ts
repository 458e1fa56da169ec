import {type Command, InvalidArgumentError, Option} from 'commander';
import type {Config} from '../config.ts';
import {STYLES} from '../domain/styles.ts';
import type {ServingAct} from '../sql/queries/serving.ts';
import {filterOf, type FilterOptions} from './run-filter.ts';

const ACTS: {name: string; act: ServingAct; description: string}[] = [
  {name: 'promote', act: 'promote', description: 'serve this version, whatever the votes say'},
  {name: 'retire', act: 'retire', description: 'take a version out for good'},
  {name: 'restore', act: 'restore', description: 'make a retired version a candidate again'},
  {name: 'rollback', act: 'roll_back', description: 'serve the version that was live before this one'},
];

/** Adds the command `lessons` with its commands. */
export function addLessons(program: Command, config: () => Config): void {
  const load = async () => (await import('./commands/lessons.ts')).lessonsCommands;
  const lessons = program
    .command('lessons')
    .description('the versions of lessons: list, show, promote, retire, restore, rollback, reconcile')
    .addHelpText(
      'after',
      `
Of each cell one version is live: the one that learners get. Never a rejected one or a placeholder; what a mentor
verified or a person promoted before all else; then the better votes; then the newer. A machine never replaces what a
mentor verified: what it makes waits beside it.

Examples:
  npx preheat lessons list --roadmap python
  npx preheat lessons show 1234
  npx preheat lessons promote 1240 --reason "clearer examples"
  npx preheat lessons rollback 1240`,
    );

  lessons
    .command('list')
    .description('the lessons that learners get: id, cell, standing, votes')
    .addOption(new Option('--roadmap <key...>', 'only these roadmaps (their ids)'))
    .addOption(new Option('--style <style...>', 'only these styles').choices(STYLES))
    .option('--json', 'as JSON', false)
    .addHelpText('after', '\nExamples:\n  npx preheat lessons list --style video --json')
    .action(async ({json, ...options}: FilterOptions & {json: boolean}) =>
      (await load()).list(config(), {json, filter: filterOf(options)}),
    );

  lessons
    .command('show')
    .description('all versions of a lesson’s cell: state, votes, standing, model, prompt, run, cost')
    .argument('<id>', 'a lesson, as the application knows it', lessonId)
    .option('--json', 'as JSON', false)
    .addHelpText('after', '\nExamples:\n  npx preheat lessons show 1234')
    .action(async (id: string, options: {json: boolean}) => (await load()).show(config(), id, options));

  for (const {name, act, description} of ACTS) {
    lessons
      .command(name)
      .description(description)
      .argument('<id>', 'a lesson, as the application knows it', lessonId)
      .addOption(new Option('--reason <text>', 'why, for the audit'))
      .addHelpText(
        'after',
        `\nApplies to the same lesson under the other key as well, and is kept in the audit.\n\nExamples:\n  npx preheat lessons ${name} 1234 --reason "why"`,
      )
      .action(async (id: string, {reason}: {reason?: string}) =>
        (await load()).act(config(), {act, lessonId: id, reason: reason ?? null}),
      );
  }

  lessons
    .command('reconcile')
    .description('mend what the application’s own writes left wrong; each run does it first')
    .addHelpText(
      'after',
      `
Puts counters and statuses right, takes in lessons that others wrote, and gives each cell the version that the rule
names. Nothing is deleted. Safe at any time, and beside anything.

Examples:
  npx preheat lessons reconcile`,
    )
    .action(async () => (await load()).reconcile(config()));
}

function lessonId(text: string): string {
  if (!/^[\w-]{1,20}$/.test(text))
    throw new InvalidArgumentError('It must be the id of a lesson, such as 1234.');
  return text;
}
