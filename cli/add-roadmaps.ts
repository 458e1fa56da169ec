import type {Command} from 'commander';
import type {Config} from '../config.ts';

/** Adds the command `roadmaps` with its two commands. */
export function addRoadmaps(program: Command, config: () => Config): void {
  const load = async () => (await import('./commands/roadmaps.ts')).roadmapsCommands;
  const roadmaps = program
    .command('roadmaps')
    .description('archive a roadmap that is wanted no more, or take it back')
    .addHelpText(
      'after',
      `
\`preheat import\` makes and changes roadmaps; \`preheat plan --json\` lists their keys.

Examples:
  npx preheat roadmaps archive python --reason "Replaced by python-3."
  npx preheat roadmaps restore python`,
    );

  roadmaps
    .command('archive')
    .argument('<key>', "the roadmap's key (its id in the file)")
    .description('make nothing for it any more; its lessons stay, and are served')
    .option('--reason <text>', 'kept with it, and in the audit log')
    .addHelpText(
      'after',
      `
Its cells that no other roadmap wants are archived. Safe to repeat.

Example:
  npx preheat roadmaps archive python --reason "Replaced by python-3."`,
    )
    .action(async (key: string, {reason}: {reason?: string}) =>
      (await load()).archive(config(), key, reason?.trim() || null),
    );

  roadmaps
    .command('restore')
    .argument('<key>', "the roadmap's key")
    .description('take it out of the archive, with its steps as they were')
    .addHelpText('after', '\nSafe to repeat.\n\nExample:\n  npx preheat roadmaps restore python')
    .action(async (key: string) => (await load()).restore(config(), key));
}
