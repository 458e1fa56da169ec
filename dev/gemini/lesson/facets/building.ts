import type {Facet} from './facet.ts';

/** Making something with a subject. */
export const BUILDING: readonly Facet[] = [
  {
    word: 'inputs',
    concept: 'What goes in and what comes out',
    paragraph: title =>
      `Look at the borders before the inside. Ask what goes in, what comes out, and what is changed along the way. For ${title} a short table with one row a case is enough: the ordinary case, the empty one, and the one that you would rather not think about.`,
    takeaway: 'Describe inputs and results before the steps between them.',
    question: title => `Which table of cases helps most before you work on ${title}?`,
    right: 'One with an ordinary, an empty and an awkward case',
    wrong: [
      'One with a hundred cases that are all ordinary',
      'One that lists the error messages and nothing else',
      'One that is filled in after the work is delivered',
    ],
    why: 'The three kinds of cases differ in what they demand; a hundred of the same kind add nothing.',
  },
  {
    word: 'order',
    concept: 'The order of the steps',
    paragraph: title =>
      `Order matters more than speed. Most surprises with ${title} come from a step that ran before what it depends on was ready. Draw the steps as boxes with arrows; an arrow that points backwards is a question to be answered before any code is written.`,
    takeaway: 'Draw the steps; an arrow that runs backwards is a question.',
    question: title =>
      `In work on ${title} a step sometimes sees data that is not ready. What do you check first?`,
    right: 'Whether it can run before the step that it depends on',
    wrong: [
      'Whether the names of its variables are short enough',
      'Whether the machine that it runs on has more memory',
      'Whether the comments next to it are still up to date',
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
    wrong: ['second_value', 'the_wait_time', 'temporary_number'],
    why: 'It says what the number is for and in which unit it is counted, which the others leave open.',
  },
  {
    word: 'defaults',
    concept: 'Defaults, and when to change them',
    paragraph: title =>
      `Defaults are decisions that someone else has made for the common case. Learn the two or three around ${title} that affect results, and leave the others in peace. When you do change one, write the reason next to it, because the next reader will ask.`,
    takeaway: 'Change a default only for a reason that you can write down.',
    question: title => `When is it right to change a default that concerns ${title}?`,
    right: 'When a written reason shows that yours is not the common case',
    wrong: [
      'Whenever a new version comes out, so that nothing looks dated',
      'As early as possible, so that it need not be thought of later',
      'Never, because whoever chose it has thought of every situation',
    ],
    why: 'A default serves the common case; a stated reason is what shows that yours is another one.',
  },
  {
    word: 'data',
    concept: 'Trying it on realistic data',
    paragraph: title =>
      `Tidy examples hide what real data shows within a minute: a blank, an accent, a date from the wrong century. Collect ten untidy cases for ${title} from what people really have, keep them in a file, and run every change against them. Add each new surprise to the file.`,
    takeaway: 'Collect ten untidy cases, and run every change against them.',
    question: title => `Which cases belong in a small collection for trying ${title}?`,
    right: 'Untidy ones that people really had, with every new surprise',
    wrong: [
      'Only those that have worked ever since they were written down',
      'Random letters of the same length, made anew for each attempt',
      'The three from the manual, because everybody has seen those',
    ],
    why: 'Cases that really occurred show what really occurs; cases that always work cannot show anything.',
  },
  {
    word: 'state',
    concept: 'What is remembered between two steps',
    paragraph: title =>
      `Ask what ${title} must remember from one step to the next, and where that is kept. As long as the answer is nothing, every step can be tried by itself. The more is remembered, the more reasons there are for the same action to end differently on another day.`,
    takeaway: 'The less is remembered between steps, the easier each is to try.',
    question: () => 'The same action ends differently on two days. What is the likeliest reason?',
    right: 'Something was remembered between the two that differs',
    wrong: [
      'The action was written by two people with other habits',
      'The screen showed the first result in a larger type',
      'The second day had a longer name in the calendar',
    ],
    why: 'An action that remembers nothing ends the same way each time, so that what is remembered must differ.',
  },
  {
    word: 'repeats',
    concept: 'Doing it twice',
    paragraph: title =>
      `Sooner or later everything runs twice: a button is pressed again, a connection breaks after the work was done. Go through your use of ${title} and ask at each step what a second run would do. The best answer is nothing; the next best is an error that says so.`,
    takeaway: 'Ask of every step what a second run of it would do.',
    question: title => `Why do you ask what happens when a step of ${title} runs twice?`,
    right: 'Because sooner or later a step will be repeated by accident',
    wrong: [
      'Because a second run is always faster than the first one was',
      'Because nothing counts as finished before it has run twice',
      'Because two runs are needed before a result may be printed',
    ],
    why: 'Repeats by accident cannot be ruled out, so that a step should do no harm when it is repeated.',
  },
];
