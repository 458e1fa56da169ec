import type {Facet} from './facet.ts';

/** Learning a subject, alone and with others. */
export const LEARNING: readonly Facet[] = [
  {
    word: 'reading',
    concept: 'Reading what others wrote',
    paragraph: title =>
      `You will read far more than you write. Pick a small, well kept piece of work in which ${title} can be seen and follow one path through it from start to end. Note each place where it differs from what you would have done, and look for the reason before you judge.`,
    takeaway: 'Follow one path through good work from start to end.',
    question: title => `What is a good way to learn ${title} from work that others have done?`,
    right: 'Follow one path through it from start to end',
    wrong: [
      'Read all of its files in alphabetical order',
      'Change the way it is laid out before reading',
      'Read only the oldest version that is left',
    ],
    why: 'One complete path shows how the parts work together, which an alphabetical reading never does.',
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
      'Waiting until the day it is needed',
      'Learning the version numbers by heart',
    ],
    why: 'Early use makes you recall and adapt what you read, and that is what makes it stay.',
  },
  {
    word: 'manual',
    concept: 'Finding the right page of the manual',
    paragraph: title =>
      `Nobody reads a manual from the first page to the last. Learn its table of contents instead: where it explains ideas, where it lists every option, where it shows recipes. With ${title} in front of you, decide which of the three you need before you search.`,
    takeaway: 'Decide whether you need an idea, an option or a recipe, then search.',
    question: title => `You have a question about ${title} and a long manual. What do you do first?`,
    right: 'Decide whether an idea, an option or a recipe is wanted',
    wrong: [
      'Begin with the first page and read on until it is answered',
      'Search for the question word by word, as you would say it',
      'Put the manual aside, because manuals are never up to date',
    ],
    why: 'The three kinds stand in different parts of a manual, so that knowing the kind finds the page.',
  },
  {
    word: 'notes',
    concept: 'Writing down what was decided',
    paragraph: title =>
      `Half a year from now nobody will remember why ${title} came in just here. Write three lines while it is fresh: what was decided, what else was considered, and what would make you decide again. Three lines today spare a meeting then.`,
    takeaway: 'Three lines on a decision today spare a meeting later.',
    question: title => `What belongs in a short note on a decision about ${title}?`,
    right: 'What was decided, what else was considered, and what would change it',
    wrong: [
      'Who was in the room, what the weather was like, and how long it took',
      'The whole history of the matter, beginning with the first computers',
      'Only the final result, because reasons are of no use to anyone later',
    ],
    why: 'The alternatives and what would change the decision are what a later reader cannot find out alone.',
  },
  {
    word: 'review',
    concept: 'Letting someone else look',
    paragraph: title =>
      `A second pair of eyes sees what you no longer can. Hand over a small piece of your work on ${title}, say what you are unsure of, and ask one question that can be answered within ten minutes. Large pieces are waved through; small ones are read.`,
    takeaway: 'Show small pieces early, with one question that can be answered.',
    question: title => `How do you get a useful opinion on your work with ${title}?`,
    right: 'Show a small piece, and ask one precise question',
    wrong: [
      'Show everything at the end, and ask for applause',
      'Show nothing, so that nobody finds any faults',
      'Show a large piece, and ask for general thoughts',
    ],
    why: 'A small piece with a precise question is really read; a large one with a vague one is waved through.',
  },
  {
    word: 'tradeoffs',
    concept: 'What you give up',
    paragraph: title =>
      `Choosing ${title} means not choosing something else. Name the next best way, and say in one sentence each what you gain and what you give up. If you cannot name anything that you give up, the other way has not been understood yet.`,
    takeaway: 'Whoever cannot name what is given up has not understood the other way.',
    question: title => `Which sentence shows that somebody has thought about choosing ${title}?`,
    right: 'It names what is gained and what is given up',
    wrong: [
      'It says that everyone else has chosen it too',
      'It lists the names of all that was not tried',
      'It promises that nothing will be given up',
    ],
    why: 'A choice without any loss is a choice that was not compared with another one.',
  },
  {
    word: 'versions',
    concept: 'Knowing which version you look at',
    paragraph: title =>
      `Advice ages. Before you follow an explanation of ${title}, look for the version or the year that it speaks of, and compare it with what you have in front of you. When the two differ, the idea usually still holds and the details do not.`,
    takeaway: 'Look for the year of an explanation before you follow it.',
    question: title => `An explanation of ${title} is some years old. How do you use it?`,
    right: 'Keep the idea, and compare the details with what you have',
    wrong: [
      'Follow it to the letter, because it has stood the test of time',
      'Pass it over, because nothing in it can still be of any use',
      'Install whatever it asks for, however old that is by now',
    ],
    why: 'Ideas outlive details; only a comparison with what you have tells which details still hold.',
  },
];
