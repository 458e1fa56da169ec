import type {Random} from '../random.ts';
import type {Material} from '../schema/fill.ts';
import type {Facet} from './facets/index.ts';
import type {LessonPlan} from './plan.ts';
import {pointTitle} from './prose.ts';
import type {LessonSubject} from './subject.ts';

type Question = Pick<Facet, 'question' | 'wrong'>;

/** On a part of the step's description, which is the right answer. The lessons of a step take turns. */
const POINT_QUESTIONS: readonly Question[] = [
  {
    question: title => `Which of these belongs to the step ${title}?`,
    wrong: [
      'Learn the names of all earlier versions by heart',
      'Run nothing before the last line has been written',
      'Always take the option with the longest name',
    ],
  },
  {
    question: title => `What should you be able to do once you have worked through ${title}?`,
    wrong: [
      'Recite the whole manual from its first page on',
      'Finish the work without looking at any result',
      'Explain it in words that nobody else uses',
    ],
  },
  {
    question: title => `Somebody asks what ${title} is about. Which answer fits best?`,
    wrong: [
      'Typing faster than everyone else in the room',
      'Making old machines look as if they were new',
      'Keeping others from reading what you wrote',
    ],
  },
  {
    question: title => `Which aim does this lesson on ${title} set?`,
    wrong: [
      'Collect as many settings as will fit on a page',
      'Change everything at once and hope for the best',
      'Leave every decision to whoever comes next',
    ],
  },
];

const STYLE_TURNS: Readonly<Record<string, number>> = {hands_on: 0, video: 1, reading: 2, mixed: 3};

/** So many questions, each with four options. `correct` is what a later reader calls the answer. */
export function quizMaterial(
  subject: LessonSubject,
  {facets, points}: LessonPlan,
  count: number,
  random: Random,
): Material[] {
  const {title, style, lessonNumber} = subject;
  const point = points.at(-1);
  const turn = (STYLE_TURNS[style] ?? 0) + lessonNumber - 1;
  const own = POINT_QUESTIONS[turn % POINT_QUESTIONS.length];
  const onPoint =
    point === undefined || own === undefined
      ? []
      : [
          {
            ...own,
            right: pointTitle(point),
            why: 'It is what the step sets out to teach; none of the others would make anything work.',
          },
        ];
  const positions = dealPositions(count, random);
  return [...onPoint, ...facets].slice(0, count).map(({question, right, wrong, why}, index) => {
    const position = positions[index] ?? 0;
    const options = random.shuffle(wrong).toSpliced(position, 0, right);
    const letter = 'ABCD'.charAt(position);
    return {
      question: question(title),
      options,
      correct_answer: letter,
      correct: letter,
      explanation: `${letter} is right: ${why.charAt(0).toLowerCase()}${why.slice(1)}`,
    };
  });
}

/** Each of the four places comes equally often, give or take one, and no more than twice in a row. */
function dealPositions(count: number, random: Random): number[] {
  return Array.from({length: Math.ceil(count / 4)}, () => random.shuffle([0, 1, 2, 3])).flat();
}
