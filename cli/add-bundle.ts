import type {Command} from 'commander';

/** Adds `preheat bundle`. */
export function addBundle(program: Command): void {
  program
    .command('bundle')
    .description('bundle the workflows ahead, so that workers start faster')
    .addHelpText(
      'after',
      `
For an image or a release: run it after the sources are in place (docs/deploy.md). The bundle is named after the content
of the sources, so a worker with other ones bundles its own at its start, as it does without any.

Example:
  npx preheat bundle`,
    )
    .action(async () => (await import('./commands/bundle.ts')).bundleCommand());
}
