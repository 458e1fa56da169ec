/** How the lessons of a style speak, so that the four of a step do not say the same in the same words. */
export type Voice = {
  /** What stands behind the subject in the lesson's title. */
  ending: string;
  opening: (title: string) => string;
  /** Leads in the step's description. */
  aim: string;
  /** The two concepts stand in quotation marks. */
  summary: (title: string, first: string, second: string) => string;
  /** On one part of the step's description; the lessons of a step take turns. */
  onPoint: readonly [(point: string) => string, (point: string, title: string) => string];
  /** Leads in a piece of code. */
  example: string;
};

const HANDS_ON: Voice = {
  ending: 'learning by doing',
  opening: title =>
    `You learn ${title} here by doing it: read little, run much, and look closely at what comes back.`,
  aim: 'The aim',
  summary: (title, first, second) =>
    `After this lesson on ${title} you have solved small tasks of your own and checked each result. You can say something about ${first} and ${second}, and begin a little project without help.`,
  onPoint: [
    point =>
      `Make this your first move: ${point}. Do it once slowly, and write down each thing that you touch. Then do it again without the notes; what you have to look up the second time is what the exercises train.`,
    (point, title) =>
      `Set yourself a small goal: ${point}. Work backwards from the result that you want to see, one step at a time, until you reach something that you already have. Read from its end, the same list is your way forward in ${title}.`,
  ],
  example: 'This is how a finished task looks. Run it, then change one value and predict what comes out.',
};

const VIDEO: Voice = {
  ending: 'a guide to watch along with',
  opening: title =>
    `A video can show ${title} faster than any text, provided that you know what to look out for.`,
  aim: 'Keep the aim in sight while you watch',
  summary: (title, first, second) =>
    `This guide turns a video on ${title} into a lesson. It tells you what to watch for, stops at ${first} and ${second}, and gives you something to try once the screen is dark.`,
  onPoint: [
    point =>
      `Wait for the moment when the video comes to this: ${point}. Stop there, say in your own words what was done and why in that order, and only then go on. If it is passed over quickly, look for a second video that takes its time with it.`,
    (point, title) =>
      `Have a sheet of paper ready for one thing: ${point}. Note the name of everything that appears while it happens, and draw an arrow from each cause to its effect. When you come back to ${title}, the sheet is worth more than the memory of a voice.`,
  ],
  example: 'Pause after each idea and try something small of your own. This is a beginning.',
};

const READING: Voice = {
  ending: 'a close reading',
  opening: title =>
    `This article on ${title} takes its time: first the reasons, then the way it works, then the traps.`,
  aim: 'Its subject in one sentence',
  summary: (title, first, second) =>
    `Read this if you want to understand ${title} rather than copy it. The article explains ${first} and ${second}, carries one example to its end, and leaves you with five sentences to remember.`,
  onPoint: [
    point =>
      `Take one part by itself: ${point}. Two questions open it up. What must be true before it begins, and how would you notice that it went well? Answer both for a case of your own before you read on.`,
    (point, title) =>
      `Consider what is asked for: ${point}. There are always at least two ways, a quick one and one that lasts, and they part at a single decision. Find that decision; everything else about ${title} can be looked up.`,
  ],
  example: 'The following example is complete. Read it line by line before you run it.',
};

const MIXED: Voice = {
  ending: 'read, try and draw',
  opening: title =>
    `A little text, a picture and some practice: that is how this lesson comes near to ${title}.`,
  aim: 'What to reach',
  summary: (title, first, second) =>
    `You read about ${title}, look at it in a diagram, and try it in short tasks. In between you meet ${first} and ${second}, and at the end a few questions show what has stayed.`,
  onPoint: [
    point =>
      `Look at this part closely: ${point}. It sounds small, and yet much of the work lies in it. Put what goes in on the left of a page and what comes out on the right; the line between the two is what the tasks ask for.`,
    (point, title) =>
      `Picture it before you write it: ${point}. Who acts, on what, and what is different afterwards? Three boxes and two arrows are enough for a first drawing of ${title}, and the diagram shows one way of making it.`,
  ],
  example: 'A first attempt at putting this into code is short:',
};

const VOICES: Readonly<Record<string, Voice>> = {
  hands_on: HANDS_ON,
  video: VIDEO,
  reading: READING,
  mixed: MIXED,
};

export function voiceOf(style: string): Voice {
  return VOICES[style] ?? READING;
}
