import type {Facet} from './facet.ts';

/** Keeping what was made in good order. */
export const CARING: readonly Facet[] = [
  {
    word: 'errors',
    concept: 'Reading error messages',
    paragraph: title =>
      `An error message is a report from the scene. Read the last line for what happened, then the first line that names your own work for where. With ${title} the cause is usually one step earlier than the place where the message appears.`,
    takeaway: 'Read what happened, then where, and only then change something.',
    question: title => `Work on ${title} ends in a long error message. How do you read it?`,
    right: 'Find what happened, then the first place in your own work',
    wrong: [
      'Look for the longest line, because it carries most of it',
      'Start everything anew until the message no longer appears',
      'Read the names of the files, and pass over everything else',
    ],
    why: 'The statement of what happened and the first place of your own together point to the cause.',
  },
  {
    word: 'limits',
    concept: 'Where it stops being the right tool',
    paragraph: title =>
      `Everything useful has an edge. Find out what becomes of ${title} with nothing at all, with one item and with far too many, and note the first sign of trouble. Knowing the limit early is cheaper than meeting it on a busy day.`,
    takeaway: 'Try nothing, one and too many before someone else does.',
    question: title => `Which three sizes of input reveal most about the limits of ${title}?`,
    right: 'None, one, and far too many',
    wrong: ['Ten, eleven and twelve', 'Only the size that is usual', 'Prime numbers below twenty'],
    why: 'Empty, single and excessive inputs take different paths; sizes in the middle take the same one.',
  },
  {
    word: 'checks',
    concept: 'Checking that it works',
    paragraph: title =>
      `A check that cannot fail proves nothing. For each promise that you rely on in ${title}, write one check that would notice if the promise were broken, and break it once on purpose to see the check fail. Two such checks are worth more than a page of green marks.`,
    takeaway: 'A check counts only after you have seen it fail.',
    question: title => `How do you know that a check of your work on ${title} is worth having?`,
    right: 'It fails when the promise is broken on purpose',
    wrong: [
      'It has never failed since the day it was written',
      'It takes a long time and prints a lot of text',
      'It covers the case in which there is nothing to do',
    ],
    why: 'A check that notices a deliberate fault will notice an accidental one too.',
  },
  {
    word: 'failure',
    concept: 'When it fails halfway',
    paragraph: title =>
      `Imagine that the power goes off in the middle. Which of the steps of ${title} are done, which are not, and how would anyone tell? Either a half finished piece can be seen as such and taken up again, or it must look as if it had never begun. Decide which.`,
    takeaway: 'Half finished work must be visible as such, or look as if it had never begun.',
    question: title => `Work on ${title} is interrupted in the middle. What should be true afterwards?`,
    right: 'What is half done can be told apart from what is done',
    wrong: [
      'Everything looks finished, so that nobody has to worry',
      'The time of the interruption is the only thing on record',
      'The same work has been started twice, to be on the safe side',
    ],
    why: 'Whoever takes the work up again has to see where it stopped; work that looks finished hides that.',
  },
  {
    word: 'traces',
    concept: 'Seeing what it does while it runs',
    paragraph: title =>
      `What runs unseen is believed rather than known. Let your work on ${title} leave a trace: one line for each step, with the time and the number that matters. Read ten lines of it on a good day, so that you know what ordinary looks like before a bad one comes.`,
    takeaway: 'Learn what ordinary looks like before something is out of order.',
    question: title => `When is it best to read the traces that ${title} leaves for the first time?`,
    right: 'On a good day, to learn what is ordinary',
    wrong: [
      'On the first bad day, when they are needed',
      'Never, as long as nobody has complained',
      'Only after all of them have been deleted',
    ],
    why: 'Only who knows the ordinary sees the unusual; on a bad day there is no time to learn it.',
  },
  {
    word: 'trust',
    concept: 'What may be believed',
    paragraph: title =>
      `Sort what reaches ${title} into two heaps: what you made yourself, and what came from elsewhere. The second heap is looked at once, at the door, and turned into something that can be relied on. Behind the door nothing is checked again, and nothing unchecked gets in.`,
    takeaway: 'Check what comes from elsewhere once, at the door.',
    question: title => `Where should data from elsewhere be checked before ${title} makes use of it?`,
    right: 'Once, at the place where it comes in',
    wrong: [
      'Everywhere, each time that it is used again',
      'Nowhere, as long as the sender is polite',
      'At the very end, when the result is shown',
    ],
    why: 'A check at the door keeps everything behind it simple; checks at the end come after the damage.',
  },
  {
    word: 'cost',
    concept: 'What it costs',
    paragraph: title =>
      `Nothing is free: time, memory, money or attention is spent somewhere. Measure your use of ${title} on realistic data before you optimise, and write the number down together with the date. A measurement settles in a minute what opinions discuss for an hour.`,
    takeaway: 'Measure on realistic data, and keep the number with its date.',
    question: title => `What should happen before your use of ${title} is made faster?`,
    right: 'It is measured on realistic data',
    wrong: [
      'It is written anew from the beginning',
      'It is moved to a larger machine',
      'Its comments are taken out of the files',
    ],
    why: 'Without a measurement nobody knows whether the change helps, or whether it was needed at all.',
  },
  {
    word: 'change',
    concept: 'Changing it safely later',
    paragraph: title =>
      `What you build today will be changed by someone in a hurry. Keep the parts of ${title} that change often apart from those that stay, and make each step reversible. Small steps with a check after each are the fastest way through a large change.`,
    takeaway: 'Small reversible steps beat one large leap.',
    question: title => `How is a large change around ${title} made with the least risk?`,
    right: 'In small steps, each reversible and checked',
    wrong: [
      'All at once, late in the week',
      'Without telling anyone who depends on it',
      'By copying everything and deleting the old part',
    ],
    why: 'After a small checked step you always know which step broke something, and can take it back.',
  },
];
