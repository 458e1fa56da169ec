import {type Command, Option} from 'commander';
import type {Config} from '../config.ts';
import {positiveCount} from './run-filter.ts';

/** Adds the command `reviews` with its two commands. */
export function addReviews(program: Command, config: () => Config): void {
  const load = async () => (await import('./commands/reviews.ts')).reviewsCommands;
  const reviews = program
    .command('reviews')
    .description('what mentors will be given to review, and how far they agree')
    .addHelpText(
      'after',
      `
Mentors review in the console. These commands only look.

Examples:
  npx preheat reviews queue
  npx preheat reviews agreement`,
    );

  reviews
    .command('queue')
    .description('the lessons that want a verdict, the most harmful first, and who holds one')
    .addOption(
      new Option('--limit <n>', 'how many lessons, from the first on').argParser(positiveCount).default(20),
    )
    .option('--json', 'as JSON, with all that is known of each', false)
    .addHelpText(
      'after',
      `
A lesson stays in the queue until a mentor has a verdict on it; for a share of them (PREHEAT_SECOND_OPINION_SHARE, default
0.1), until a second one has theirs, blind. The order is the harm that a review is expected to spare learners: how often
the lesson is asked for, times the probability that it is bad, times its age. It is counted anew each night and after each
run. One claim in ten is given by chance instead, so that the order can be checked (\`reviews agreement\`).

Examples:
  npx preheat reviews queue
  npx preheat reviews queue --limit 100 --json`,
    )
    .action(async (options: {limit: number; json: boolean}) => (await load()).queue(config(), options));

  reviews
    .command('agreement')
    .description('how far mentors agree, over all, by mentor and by reason')
    .option('--json', 'as JSON', false)
    .addHelpText(
      'after',
      `
Over the lessons that two or more mentors reviewed: the share of equal verdicts; Krippendorff's alpha and Gwet's AC1, which
take off what chance alone gives (1: all agree, 0: chance). Alpha is low where nearly all verdicts are equal; AC1 is not.
Below 20 lessons neither says much.

Examples:
  npx preheat reviews agreement
  npx preheat reviews agreement --json`,
    )
    .action(async (options: {json: boolean}) => (await load()).agreement(config(), options));
}
