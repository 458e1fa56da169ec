import {type Command, InvalidArgumentError, Option} from 'commander';
import type {Config} from '../config.ts';
import {STYLES} from '../domain/styles.ts';
import type {QuarantineId} from '../sql/queries/quarantine.ts';
import {filterOf, type FilterOptions} from './run-filter.ts';

/** Adds the command `quarantine` with its four commands. */
export function addQuarantine(program: Command, config: () => Config): void {
  const load = async () => (await import('./commands/quarantine.ts')).quarantineCommands;
  const quarantine = program
    .command('quarantine')
    .description('the drafts that failed the checks: list, show, retry, release')
    .addHelpText(
      'after',
      `
A draft that keeps an error after its repairs is kept in quarantine with what was found in it. Its cell has no
lesson, and no run takes it up by itself: the same prompt would be paid for again. A person looks at the draft, and has
the lesson made anew (retry) or publishes the draft as it is (release).

Examples:
  npx preheat quarantine list
  npx preheat quarantine show 12
  npx preheat quarantine retry --all && npx preheat warm`,
    );

  withPart(quarantine.command('list'))
    .description('what is in quarantine, the newest first: id, cell, cost and what is wrong')
    .option('--json', 'as JSON, with all findings', false)
    .addHelpText(
      'after',
      `
Lists the drafts of the model that is in use, as GEMINI_API_KEY says here: the emulator's without a key or with its own, else
those of real models.

Examples:
  npx preheat quarantine list
  npx preheat quarantine list --roadmap python --style reading video --json`,
    )
    .action(async ({json, ...options}: FilterOptions & {json: boolean}) =>
      (await load()).list(config(), {json, filter: filterOf(options)}),
    );

  quarantine
    .command('show')
    .description('one draft whole: findings, answer, tokens, dollars, model')
    .argument('<id>', 'a draft (12), or all in quarantine of a cell (cell:7)', readId)
    .option('--json', 'as JSON, with the prompt, and the answer as the model gave it', false)
    .addHelpText(
      'after',
      `
A draft is shown whatever became of it. The answer is laid out where it is JSON.

Examples:
  npx preheat quarantine show 12
  npx preheat quarantine show cell:7 --json`,
    )
    .action(async (id: QuarantineId, options: {json: boolean}) => (await load()).show(config(), id, options));

  withPart(quarantine.command('retry').argument('[id...]', 'drafts (12) or cells (cell:7)', readIds))
    .description('have lessons made anew by the next run')
    .option('--all', 'everything that `list` shows with the same options', false)
    .addHelpText(
      'after',
      `
Takes the cells out of quarantine; their drafts stay stored, as superseded. Pays for nothing itself: \`preheat warm\` starts
a run, and the nightly one takes them too. A cell that a run is making at this moment stays as it is (exit code 1). One
id that is not there, and nothing is changed. Safe to repeat.

Examples:
  npx preheat quarantine retry 12 15
  npx preheat quarantine retry cell:7 && npx preheat warm --max-usd 0.10
  npx preheat quarantine retry --all --roadmap python`,
    )
    .action(
      async (ids: QuarantineId[], {all, ...options}: FilterOptions & {all: boolean}, command: Command) => {
        const filter = filterOf(options);
        if (all === ids.length > 0) command.error('error: give the ids of drafts or cells, or --all');
        if (!all && Object.keys(filter).length > 0)
          command.error('error: --roadmap and --style narrow --all; without it, give ids alone');
        if (!(await (await load()).retry(config(), all ? {filter} : {ids}))) process.exitCode = 1;
      },
    );

  quarantine
    .command('release')
    .description('publish a draft as it is, in spite of its findings')
    .argument('<draft>', 'the id of a draft in quarantine', readDraftId)
    .option('--yes', 'do not ask', false)
    .addHelpText(
      'after',
      `
You take the responsibility that the checks refused: read it first (show). Only a draft that makes a lesson of its style's
shape can be released, not one that is cut off or no JSON. Refused while a run is making the cell, and where another
lesson serves it. Exit code 0 only if the draft is published; safe to repeat.

Examples:
  npx preheat quarantine release 12
  npx preheat quarantine release 12 --yes`,
    )
    .action(async (draftId: number, options: {yes: boolean}) => {
      if (!(await (await load()).release(config(), draftId, options))) process.exitCode = 1;
    });
}

/** The options that narrow the list to a part of the cells. */
function withPart(command: Command): Command {
  return command
    .addOption(new Option('--roadmap <key...>', 'only cells of these roadmaps (their ids)'))
    .addOption(new Option('--style <style...>', 'only these styles').choices(STYLES));
}

function readId(text: string): QuarantineId {
  const [, cell, digits] = /^(cell:)?([1-9]\d{0,14})$/.exec(text) ?? [];
  if (digits === undefined)
    throw new InvalidArgumentError('It must be the id of a draft, such as 12, or of a cell, such as cell:7.');
  return {kind: cell ? 'cell' : 'draft', id: Number(digits)};
}

function readIds(text: string, ids: QuarantineId[] | undefined): QuarantineId[] {
  return [...(ids ?? []), readId(text)];
}

function readDraftId(text: string): number {
  const {kind, id} = readId(text);
  if (kind === 'cell')
    throw new InvalidArgumentError('It must be the id of a draft, such as 12: a cell may have several.');
  return id;
}
