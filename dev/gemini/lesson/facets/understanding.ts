import type {Facet} from './facet.ts';

/** Seeing what a subject is. */
export const UNDERSTANDING: readonly Facet[] = [
  {
    word: 'purpose',
    concept: 'What it is for',
    paragraph: title =>
      `Behind ${title} stands a need: people kept solving one problem by hand, slowly and each in a different way. Say in one sentence what would be harder without it. That sentence tells you when to reach for it, and just as often when to leave it alone.`,
    takeaway: 'Name the problem first; the tool follows from it.',
    question: title => `What is the best first step when you meet ${title} in a new project?`,
    right: 'Say which problem it solves there',
    wrong: [
      'Rewrite it in another style',
      'Learn every option by heart',
      'Switch it off and see who complains',
    ],
    why: 'Knowing the problem tells you which parts matter; options and style only make sense after that.',
  },
  {
    word: 'vocabulary',
    concept: 'The words people use',
    paragraph: title =>
      `Every field has a handful of words that carry most of the meaning. Write down the five that you meet most often around ${title}, each with an example of your own. Whoever can explain the words to a colleague has understood more than half of the matter.`,
    takeaway: 'Five well understood words are worth more than fifty half known ones.',
    question: title => `Why is it worth collecting the central words of ${title}?`,
    right: 'They let you read documentation and ask precise questions',
    wrong: [
      'They make the finished program run noticeably faster',
      'They replace the need to try an example of your own',
      'They have to be typed in before anything will start',
    ],
    why: 'Shared words make reading and asking precise; they neither run a program nor replace trying it.',
  },
  {
    word: 'example',
    concept: 'The smallest example that works',
    paragraph: title =>
      `The smallest working example is the best teacher. Reduce ${title} to something that fits on one screen and produces a visible result. Then change exactly one thing, predict what will happen, and run it: a wrong prediction is where the learning is.`,
    takeaway: 'Keep one tiny example that you can always run.',
    question: title => `What makes an example of ${title} a good one to learn from?`,
    right: 'It is small, it runs, and its result can be seen',
    wrong: [
      'It shows every feature in one place',
      'It is copied from a large system',
      'It runs without printing anything',
    ],
    why: 'A small example with a visible result lets you change one thing and see what that does.',
  },
  {
    word: 'comparison',
    concept: 'A comparison, and where it breaks down',
    paragraph: title =>
      `Find something from daily life that works like ${title}: a queue at a counter, a recipe, a library card. Follow the comparison until it no longer fits. The place where it breaks down is usually the one idea that is really new, so mark it and come back to it.`,
    takeaway: 'A comparison teaches most at the place where it stops fitting.',
    question: title => `You explain ${title} by a comparison from daily life. What should you add?`,
    right: 'The point at which the comparison no longer fits',
    wrong: [
      'A second comparison that says the same again',
      'The year in which the comparison was first used',
      'A request to take the comparison literally',
    ],
    why: 'Without its limit a comparison is remembered as the thing itself, and then misleads.',
  },
  {
    word: 'scope',
    concept: 'What it leaves to others',
    paragraph: title =>
      `It helps to know what a thing leaves alone. Make two short columns for ${title}: what is promised, and what is expected from the parts around. Half of all misplaced work comes from putting something into the first column that belongs in the second.`,
    takeaway: 'Know the promises, and know what is expected from outside.',
    question: title => `Which two lists describe the borders of ${title} best?`,
    right: 'What it promises, and what it expects from its surroundings',
    wrong: [
      'What is new this year, and what was new the year before',
      'Who likes it in the team, and who would rather not use it',
      'How many lines it takes, and how many files they are in',
    ],
    why: 'Promises and expectations together say who is responsible; the other lists leave that open.',
  },
  {
    word: 'myths',
    concept: 'A common misunderstanding',
    paragraph: title =>
      `Ask people what they first believed about ${title}, and many will tell of the same misunderstanding: that something is decided there all by itself. In truth somebody has decided it before, in a setting, a name or an order. Look for that decision whenever a result seems to come from nowhere.`,
    takeaway: 'Where a result seems to come from nowhere, somebody decided it earlier.',
    question: title => `A result around ${title} seems to come from nowhere. What do you look for?`,
    right: 'The setting, name or order in which it was decided before',
    wrong: [
      'A faster machine on which the result would be another one',
      'A colleague who remembers having seen something similar',
      'The longest file, because most faults will be found there',
    ],
    why: 'Results follow from decisions that were written down somewhere; finding the place explains the result.',
  },
  {
    word: 'questions',
    concept: 'Questions to ask before starting',
    paragraph: title =>
      `Three questions save an afternoon with ${title}. Who needs the result, and in which form? What is the largest case that must work? What may go wrong without anyone being hurt? Write the answers above your work; when you are stuck, one of them has usually changed.`,
    takeaway: 'Ask who needs it, how large it gets, and what may go wrong.',
    question: title => `Which question is worth asking before any work on ${title} begins?`,
    right: 'Who needs the result, and in which form do they need it?',
    wrong: [
      'Which colours should the report have when it is printed?',
      'How can the work be made to look larger than it really is?',
      'Which part could be left undone without anyone noticing it?',
    ],
    why: 'Who needs the result, and how, decides what counts as done; the others change nothing about it.',
  },
];
