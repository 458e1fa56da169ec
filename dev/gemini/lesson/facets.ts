/** One thing worth saying about any subject: as a concept, a paragraph, a takeaway and a question. */
export type Facet = {
  /** A single word, used as data in code. */
  word: string;
  concept: string;
  /** Sentences about the subject's title. */
  paragraph: (title: string) => string;
  takeaway: string;
  question: (title: string) => string;
  right: string;
  wrong: readonly [string, string, string];
  why: string;
};

/** Lessons take a different stretch of these by their number and seed, so that siblings do not repeat each other. */
export const FACETS: readonly Facet[] = [
  {
    word: 'purpose',
    concept: 'What it is for',
    paragraph: title =>
      `Begin with the need. ${title} came about because people kept solving one problem by hand, slowly and each in a different way. Say in one sentence what would be harder without it; that sentence tells you when to reach for it, and just as often when to leave it alone.`,
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
      'They make code run faster',
      'They replace the need for examples',
      'They are required by the compiler',
    ],
    why: 'Shared words make reading and asking precise; they neither run code nor replace trying it.',
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
      'It shows every feature at once',
      'It is copied from a large system',
      'It avoids printing anything',
    ],
    why: 'A small example with a visible result lets you change one thing and see what that does.',
  },
  {
    word: 'inputs',
    concept: 'What goes in and what comes out',
    paragraph: title =>
      `Look at the borders next. Ask what goes in, what comes out, and what is changed along the way. For ${title} a short table with one row a case is enough: the ordinary case, the empty one, and the one that you would rather not think about.`,
    takeaway: 'Describe inputs and results before the steps between them.',
    question: () => 'Which table of cases helps most before writing a solution?',
    right: 'One with an ordinary, an empty and an awkward case',
    wrong: [
      'One with a hundred ordinary cases',
      'One that lists only error messages',
      'One that is filled in after release',
    ],
    why: 'The three kinds of cases differ in what they demand; a hundred of the same kind add nothing.',
  },
  {
    word: 'order',
    concept: 'The order of the steps',
    paragraph: title =>
      `Order matters more than speed. Most surprises with ${title} come from a step that ran before what it depends on was ready. Draw the steps as boxes with arrows; an arrow that points backwards is a question to be answered before any code is written.`,
    takeaway: 'Draw the steps; an arrow that runs backwards is a question.',
    question: () => 'A step sometimes sees data that is not ready. What should be checked first?',
    right: 'Whether it can run before the step that it depends on',
    wrong: [
      'Whether the names are short enough',
      'Whether the machine has more memory',
      'Whether the comments are up to date',
    ],
    why: 'Data that is sometimes missing is the usual sign of steps that run in an order nobody fixed.',
  },
  {
    word: 'names',
    concept: 'Names that tell the reader enough',
    paragraph: title =>
      `Good names do half of the explaining. In work on ${title}, a name should say what a thing holds and in which unit, so that nobody has to look elsewhere. If a name needs a comment, try a better name before you write the comment.`,
    takeaway: 'A name that says what and in which unit saves a comment.',
    question: () => 'Which name tells a reader the most about a waiting time?',
    right: 'retry_after_seconds',
    wrong: ['value2', 'the_time', 'tmp'],
    why: 'It says what the number is for and in which unit it is counted, which the others leave open.',
  },
  {
    word: 'defaults',
    concept: 'Defaults, and when to change them',
    paragraph: title =>
      `Defaults are decisions that someone else has made for the common case. Learn the two or three around ${title} that affect results, and leave the others in peace. When you do change one, write the reason next to it, because the next reader will ask.`,
    takeaway: 'Change a default only for a reason that you can write down.',
    question: () => 'When is it right to change a default setting?',
    right: 'When a written reason shows that the common case does not apply',
    wrong: [
      'Whenever a new version appears',
      'As early as possible, to be safe',
      'Never, under any circumstances',
    ],
    why: 'A default serves the common case; a stated reason is what shows that yours is another one.',
  },
  {
    word: 'errors',
    concept: 'Reading error messages',
    paragraph: title =>
      `An error message is a report from the scene. Read the last line for what happened, then the first line that names your own work for where. With ${title} the cause is usually one step earlier than the place where the message appears.`,
    takeaway: 'Read what happened, then where, and only then change something.',
    question: () => 'What is the most useful way to read a long error message?',
    right: 'Find what happened, then the first place in your own work',
    wrong: ['Search for the longest line', 'Restart until it disappears', 'Read only the file names'],
    why: 'The statement of what happened and the first place of your own together point to the cause.',
  },
  {
    word: 'limits',
    concept: 'Where it stops being the right tool',
    paragraph: title =>
      `Everything useful has an edge. Find out how ${title} behaves with nothing at all, with one item and with far too many, and note the first sign of trouble. Knowing the limit early is cheaper than meeting it on a busy day.`,
    takeaway: 'Try nothing, one and too many before someone else does.',
    question: title => `Which three sizes of input reveal most about the limits of ${title}?`,
    right: 'None, one, and far too many',
    wrong: ['Ten, eleven and twelve', 'Only the size used in production', 'Prime numbers below twenty'],
    why: 'Empty, single and excessive inputs take different paths; sizes in the middle take the same one.',
  },
  {
    word: 'checks',
    concept: 'Checking that it works',
    paragraph: title =>
      `A check that cannot fail proves nothing. For each promise that ${title} makes, write one check that would notice if the promise were broken, and break it once on purpose to see the check fail. Two such checks are worth more than a page of green marks.`,
    takeaway: 'A check counts only after you have seen it fail.',
    question: () => 'How do you know that a check is worth having?',
    right: 'It fails when the promise is broken on purpose',
    wrong: ['It has never failed so far', 'It takes a long time to run', 'It covers only the empty case'],
    why: 'A check that notices a deliberate fault will notice an accidental one too.',
  },
  {
    word: 'reading',
    concept: 'Reading what others wrote',
    paragraph: title =>
      `You will read far more than you write. Pick a small, well kept project that uses ${title} and follow one path through it from start to end. Note each place where it differs from what you would have done, and look for the reason before you judge.`,
    takeaway: 'Follow one path through good work from start to end.',
    question: () => 'What is a good way to learn from a project that others have written?',
    right: 'Follow one path through it from start to end',
    wrong: [
      'Read all files in alphabetical order',
      'Change the formatting first',
      'Read only the oldest version',
    ],
    why: 'One complete path shows how the parts work together, which an alphabetical reading never does.',
  },
  {
    word: 'cost',
    concept: 'What it costs',
    paragraph: title =>
      `Nothing is free: time, memory, money or attention is spent somewhere. Measure ${title} on realistic data before you optimise, and write the number down together with the date. A measurement settles in a minute what opinions discuss for an hour.`,
    takeaway: 'Measure on realistic data, and keep the number with its date.',
    question: () => 'What should happen before something is made faster?',
    right: 'It is measured on realistic data',
    wrong: [
      'It is rewritten from the beginning',
      'It is moved to a larger machine',
      'Its comments are removed',
    ],
    why: 'Without a measurement nobody knows whether the change helps, or whether it was needed at all.',
  },
  {
    word: 'change',
    concept: 'Changing it safely later',
    paragraph: title =>
      `What you build today will be changed by someone in a hurry. Keep the parts of ${title} that change often apart from those that stay, and make each step reversible. Small steps with a check after each are the fastest way through a large change.`,
    takeaway: 'Small reversible steps beat one large leap.',
    question: () => 'How is a large change made with the least risk?',
    right: 'In small steps, each reversible and checked',
    wrong: [
      'All at once, late in the week',
      'Without telling anyone',
      'By copying everything and deleting the old part',
    ],
    why: 'After a small checked step you always know which step broke something, and can take it back.',
  },
  {
    word: 'practice',
    concept: 'Making it a habit',
    paragraph: title =>
      `Understanding fades without use. Put ${title} to work on something of your own within two days, however small, and explain it once to another person. What you could not explain is the list for your next hour of study.`,
    takeaway: 'Use it within two days, and explain it once.',
    question: title => `What helps most to keep what you have learned about ${title}?`,
    right: 'Using it soon on something of your own',
    wrong: [
      'Reading the same page again at once',
      'Waiting until it is needed',
      'Learning the version numbers',
    ],
    why: 'Early use makes you recall and adapt what you read, and that is what makes it stay.',
  },
];
