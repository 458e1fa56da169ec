import {type Command, InvalidArgumentError, Option} from 'commander';
import type {Config} from '../config.ts';
import {MAX_INSTRUCTION_CHARS} from '../domain/feedback/index.ts';
import {STYLES} from '../domain/styles.ts';
import {dollars, filterOf, type FilterOptions, readCellId} from './run-filter.ts';

type Options = FilterOptions & {
  due: boolean;
  instructions?: string;
  maxUsd?: number;
  yes: boolean;
};

/** Adds the command `regenerate`. */
export function addRegenerate(program: Command, config: () => Config): void {
  program
    .command('regenerate')
    .argument('[lesson...]', 'ids of lessons, as the application knows them', lessonIds)
    .description('make new versions of lessons that are served, with what people said of them')
    .addOption(new Option('--cell <id...>', 'these cells, whatever lesson they have').argParser(readCellId))
    .addOption(new Option('--roadmap <key...>', 'each lesson of these roadmaps (their ids)'))
    .addOption(new Option('--style <style...>', 'each lesson of these styles').choices(STYLES))
    .option('--due', 'what would be made anew tonight: sent back by mentors, or voted down', false)
    .addOption(
      new Option('--instructions <text>', 'what the new versions are to be like').argParser(instructionText),
    )
    .addOption(new Option('--max-usd <dollars>', 'spend at most this much').argParser(dollars))
    .option('--yes', 'start without asking, as a script must', false)
    .addHelpText(
      'after',
      `
The prompt of a new version carries each mentor's latest word on the lesson, its reasons, and what learners wrote with
their votes against it (near repetitions joined, the newest first, within a fixed room), fenced as data that changes
nothing but the content. The instructions go to all that are named. Each new version passes the same checks as any lesson.

It goes live where the serving rule prefers it: in place of a lesson that a mentor sent back, or with fewer votes for it.
A lesson that a mentor verified stays: the new version waits as a challenger until a mentor verifies it, or an admin
promotes it. One regeneration of a cell is under way at a time.

By itself, the nightly run makes anew what a mentor sent back (needs_improvement) and what most learners voted down, at
most twice for a cell with a week between, and then asks a mentor. --due does that now.

Says first what it will take, and asks. Without a terminal to ask on, and without --yes, nothing is started (exit code 2).
Exit code 0 only if each has a new version, live or waiting.

Examples:
  npx preheat regenerate 1234
  npx preheat regenerate 1234 1240 --instructions "Use Python 3.14. Shorter exercises."
  npx preheat regenerate --roadmap python --style video --max-usd 2 --yes
  npx preheat regenerate --due`,
    )
    .action(
      async (
        lessons: string[] | undefined,
        {cell, due, instructions, maxUsd, yes, ...rest}: Options,
        command: Command,
      ) => {
        const filter = filterOf(rest);
        const named = (lessons?.length ?? 0) + (cell?.length ?? 0) > 0;
        const isNarrowed = Object.keys(filter).length > 0;
        if (named && (isNarrowed || due))
          command.error('error: --roadmap, --style and --due choose lessons; name none beside them');
        if (!named && !isNarrowed && !due)
          command.error('error: name lessons or cells, or choose them with --roadmap, --style or --due');
        if (due && instructions !== undefined)
          command.error('error: what is due by itself takes no --instructions');
        const {regenerateCommand} = await import('./commands/regenerate.ts');
        process.exitCode = await regenerateCommand(config(), {
          lessonIds: lessons ?? [],
          cellIds: cell ?? [],
          filter,
          due,
          instructions: instructions ?? '',
          maxUsd: maxUsd ?? null,
          yes,
        });
      },
    );
}

function lessonIds(text: string, ids: string[] | undefined): string[] {
  if (!/^[\w-]{1,20}$/.test(text))
    throw new InvalidArgumentError('It must be the id of a lesson, such as 1234.');
  return [...(ids ?? []), text];
}

function instructionText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must say something.');
  if (text.length > MAX_INSTRUCTION_CHARS)
    throw new InvalidArgumentError(
      `It has ${text.length} characters; a prompt takes at most ${MAX_INSTRUCTION_CHARS}.`,
    );
  return text;
}
