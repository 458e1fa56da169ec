import type {Material} from '../schema/fill.ts';
import {endSentence} from './prose.ts';

type Project = {
  title: (title: string) => string;
  description: (title: string) => string;
  requirements: readonly [string, string, string];
  estimatedTime: string;
};

const PROJECTS: readonly Project[] = [
  {
    title: title => `A small notebook on ${title}`,
    description: title =>
      `Build a notebook that collects what you know about ${title} and shows it on request. It brings the exercises together: going through a list, choosing from it, and answering when something is missing.`,
    requirements: [
      'It lists all notes with their numbers.',
      'It finds a note by a word, and says so politely when there is none.',
      'A note that is entered twice is kept once.',
    ],
    estimatedTime: '45 minutes',
  },
  {
    title: title => `Flash cards for ${title}`,
    description: title =>
      `Make a set of flash cards on ${title}: a question on the front, a short answer on the back. The program shows one front after the other, waits, and then shows the back. It remembers which cards you knew.`,
    requirements: [
      'The cards are read from a file, so that adding one needs no change of code.',
      'Cards that were not known come again before the others.',
      'At the end it says how many were known at the first attempt.',
    ],
    estimatedTime: '60 minutes',
  },
  {
    title: title => `A study log for ${title}`,
    description: title =>
      `Write a log of the time that you spend on ${title}. Each entry has a day, a subject and a number of minutes; a report at the end of the week shows where the time went and what was left out.`,
    requirements: [
      'An entry without minutes is refused with a sentence that says what to write.',
      'The report adds up the minutes by subject, the largest sum first.',
      'Days without any entry are shown as well.',
    ],
    estimatedTime: '40 minutes',
  },
];

/** A project that needs all of the lesson. `turn` chooses which; `promise` is one more requirement. */
export function projectMaterial(title: string, promise: string, starter: string, turn: number): Material {
  const project = PROJECTS[turn % PROJECTS.length] as Project;
  return {
    title: project.title(title),
    description: project.description(title),
    requirements: [...project.requirements, `It has one check for this promise: ${endSentence(promise)}`],
    starter_template: starter,
    estimated_time: project.estimatedTime,
  };
}
