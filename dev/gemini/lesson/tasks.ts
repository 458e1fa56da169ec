import type {LanguageName} from './language.ts';
import type {Task} from './code/snippet.ts';

/** A task in words; the code comes from the language's writer. */
export type TaskText = {
  title: string;
  instructions: (title: string) => string;
  hints: readonly [string, string, string];
  objective: string;
  /** What a finished example of it shows. */
  explanation: (title: string) => string;
};

const PROGRAMS: Record<Task, TaskText> = {
  listing: {
    title: 'List the parts',
    instructions: title =>
      `Print the title of this lesson, ${title}, and below it the parts that you have just read about. Number the parts from 1 and keep the order in which they are given. Run it once with the parts in another order to see that the numbers follow.`,
    hints: [
      'Start by producing the parts without any numbers.',
      'Most languages can hand you the position together with the item.',
      'Positions usually count from 0, so add 1 before you print.',
    ],
    objective: 'Walk through a list in order and show each item with its position.',
    explanation: title =>
      `The loop visits the parts of ${title} in their order. The position is made from the loop itself, so that a part added later gets the right number without further work.`,
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
      `Minutes are recorded for some parts of ${title} only. Return the recorded minutes of a part, and 0 where nothing is recorded. The missing case is part of the task: it must give an answer and not an error. Try one part of each kind.`,
    hints: [
      'Try the part that is recorded first, then the one that is not.',
      'Look for a way to name the value to use when nothing is found.',
      'Return 0 explicitly for the missing part, without raising an error.',
    ],
    objective: 'Treat a missing value as an ordinary case with a stated answer.',
    explanation: title =>
      `Missing entries are ordinary in real data. Stating the value to use in their place keeps that decision visible, and whoever uses this ${title} code never meets an unexpected error.`,
  },
};

const MANIFESTS: Record<Task, TaskText> = {
  listing: {
    ...PROGRAMS.listing,
    title: 'Write the parts into a configuration',
    instructions: title =>
      `Complete the configuration so that it carries the title of this lesson, ${title}, and one numbered entry for each part. Keep the indentation at two spaces. Apply the file, then read the entries back and compare them with what you wrote.`,
    hints: [
      'Every entry stands below data, two spaces further in.',
      'Use names such as part_1 and part_2, so that their order shows.',
      'Put the values between quotation marks: they are always text.',
    ],
    objective: 'Write a small configuration with a correct structure.',
    explanation: title =>
      `Everything below data is a name with a text. Keeping the parts of ${title} in a configuration lets you change them without building a new image.`,
  },
  total: {
    ...PROGRAMS.total,
    title: 'Ask for copies and memory',
    instructions: title =>
      `Change the manifest, as practice for ${title}, so that more than one copy runs and each container asks for memory. Apply it and watch the copies start. Then delete one copy by hand and describe what happens next.`,
    hints: [
      'The number of copies stands directly below the specification.',
      'Requests belong to a container, not to the whole manifest.',
      'Memory is written with a unit, for example 128Mi.',
    ],
    objective: 'State how many copies should run and what each of them needs.',
    explanation: title =>
      `The manifest states a wish, and the system keeps comparing it with what runs. For ${title} that means: you describe the number of copies and never start one by hand.`,
  },
  tally: {
    ...PROGRAMS.tally,
    title: 'Connect a service by its labels',
    instructions: title =>
      `The service finds its members by labels. Complete the selector and the port for this exercise on ${title}, then check that the service lists at least one member. Change one letter of the label on purpose and look at the list again.`,
    hints: [
      'The selector repeats the label of the members, letter for letter.',
      'The port is where callers knock; the target port is where the container listens.',
      'An empty list of members nearly always means a label that differs.',
    ],
    objective: 'Connect two objects through matching labels.',
    explanation: title =>
      `Nothing is connected by name here: matching labels are the whole connection. This is why, in ${title}, a single wrong letter leaves a service without members.`,
  },
  lookup: {
    ...PROGRAMS.lookup,
    title: 'Give a container its settings',
    instructions: title =>
      `Give the container one setting through its environment, as you would in a real task about ${title}. The value is text even when it looks like a number. Apply the manifest and print the setting from inside the container.`,
    hints: [
      'The settings stand below the container, in a list with names and values.',
      'A number without quotation marks is refused here.',
      'Name the unit in the name of the setting.',
    ],
    objective: 'Pass a setting to a container through its environment.',
    explanation: title =>
      `The image stays the same in every place, and only the environment differs. For ${title} this keeps what was tested identical with what runs.`,
  },
};

export function taskText(language: LanguageName, task: Task): TaskText {
  return (language === 'yaml' ? MANIFESTS : PROGRAMS)[task];
}
