import type {Task} from '../code/snippet.ts';
import type {TaskText} from './task-text.ts';

/** The tasks where the code is a program, a script or a query. */
export const PROGRAMS: Record<Task, TaskText> = {
  listing: {
    title: 'List the words with their numbers',
    instructions: title =>
      `Print the title of this lesson, ${title}, and below it four words that belong to it. Number the words from 1 and keep the order in which they are given. Run it once with the words in another order to see that the numbers follow.`,
    hints: [
      'Start by producing the words without any numbers.',
      'Most languages can hand you the position together with the item.',
      'Positions usually count from 0, so add 1 before you print.',
    ],
    objective: 'Walk through a list in order and show each item with its position.',
    explanation: title =>
      `The words of ${title} are visited in their order. The position is made on the way, so that a word added later gets the right number without further work.`,
  },
  sentence: {
    title: 'Join the words to a sentence',
    instructions: title =>
      `Four words of ${title} are to appear in running text. Join them with commas, but put the word and between the last two, as people write it. Then take one word away and check that no comma is left over.`,
    hints: [
      'Treat the last word apart from those before it.',
      'Join all words but the last with a comma and a space.',
      'Put the word and, with a space on either side, before the last one.',
    ],
    objective: 'Build a text from parts, with a special case at its end.',
    explanation: title =>
      `The rule about commas holds for all words but the last. Taking that one out first leaves a rule without exceptions, which is the usual way to a short answer in ${title} too.`,
  },
  longest: {
    title: 'Find the longest word',
    instructions: title =>
      `Among four words from this lesson on ${title}, find the longest and print it. If two are equally long, the first of them counts. Guess the answer before you run it, then change one word so that another answer must come out.`,
    hints: [
      'You need to remember one word: the longest so far.',
      'Compare lengths, and replace what you remember only where the new one is longer.',
      'Longer or equal would give the last of two equals, which is not what is asked for.',
    ],
    objective: 'Keep the best candidate while walking through a list.',
    explanation: title =>
      `Only one word is remembered at any time, however many there are. Whether equals replace it is decided by a single sign, so say it in words first when you do this with the data of ${title}.`,
  },
  mark: {
    title: 'Mark what lies above a limit',
    instructions: title =>
      `Four measurements were taken while people worked with ${title}. Print each one, followed by the word above where it is greater than the limit and by ok otherwise. Set the limit to one of the four values and explain what is printed for it.`,
    hints: [
      'Every measurement gets exactly one of two words.',
      'Decide on the word first, then print it together with the number.',
      'A value that equals the limit is not above it.',
    ],
    objective: 'Choose between two outcomes for each item of a list.',
    explanation: title =>
      `Deciding and printing are kept apart: the verdict has a name before it is shown. A third verdict for ${title} could be added without touching the line that prints.`,
  },
  total: {
    title: 'Add up what lies above a limit',
    instructions: title =>
      `While working through ${title} you noted how many minutes each part took. Add up only the amounts that are greater than the limit. An amount equal to the limit does not count. Check by hand that the result is right before you go on.`,
    hints: [
      'Decide for a single amount first whether it counts.',
      'Greater than is not the same as greater than or equal to.',
      'Begin with a total of 0 and add each amount that passes the test.',
    ],
    objective: 'Select by a condition and reduce the selection to one value.',
    explanation: title =>
      `Selecting and adding are two separate ideas, and the code keeps them apart. That makes the rule about the limit, the one thing in this ${title} example that may change, easy to find.`,
  },
  unique: {
    title: 'Leave out what comes again',
    instructions: title =>
      `Somebody wrote down words about ${title}, and one of them twice. Show each word once, in the order in which it first appeared. Add a third copy of a word and run it again: nothing may change.`,
    hints: [
      'For each word ask whether it was seen before.',
      'Keep a collection of the words that were shown already.',
      'A word goes into the collection at the moment when it is shown.',
    ],
    objective: 'Recognise repeated values while keeping the order of the first ones.',
    explanation: title =>
      `What was seen is remembered in a collection that answers quickly whether a word is in it. The order comes from the walk, not from the collection, which matters wherever ${title} is about sequences.`,
  },
  tally: {
    title: 'Count how often each word occurs',
    instructions: title =>
      `The notes of a study group on ${title} contain some words more than once. Count how often each word occurs and show every word with its count. Then add a word of your own to the notes and predict the new counts before you run it again.`,
    hints: [
      'You need one counter for each different word.',
      'Ask what the counter should be when a word is seen for the first time.',
      'Group equal words together, then count the members of each group.',
    ],
    objective: 'Group equal values and count the members of each group.',
    explanation: title =>
      `A word that was not seen before starts from 0, and each further one adds 1. The same pattern answers many questions about ${title}: how many of each kind, and which kind is the most frequent.`,
  },
  lookup: {
    title: 'Look up a value that may be missing',
    instructions: title =>
      `Minutes are recorded for some words of ${title} only. Return the recorded minutes of a word, and 0 where nothing is recorded. The missing case is part of the task: it must give an answer and not an error. Try one word of each kind.`,
    hints: [
      'Try the word that is recorded first, then the one that is not.',
      'Look for a way to name the value to use when nothing is found.',
      'Return 0 explicitly for the missing word, without raising an error.',
    ],
    objective: 'Treat a missing value as an ordinary case with a stated answer.',
    explanation: title =>
      `Missing entries are ordinary in real data. Stating the value to use in their place keeps that decision visible, and whoever uses this ${title} code never meets an unexpected error.`,
  },
};
