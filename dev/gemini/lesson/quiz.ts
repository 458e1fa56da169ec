import type {Random} from '../random.ts';
import type {MaterialObject} from '../schema/fill.ts';
import type {Facet} from './facets.ts';

/** A question with four options, the right one at a seeded place. `correct` is what a later reader calls the answer. */
export function quizItem(
  title: string,
  {question, right, wrong, why}: Facet,
  random: Random,
): MaterialObject {
  const position = random.below(4);
  const options = [...random.shuffle(wrong)];
  options.splice(position, 0, right);
  const letter = 'ABCD'.charAt(position);
  return {
    question: question(title),
    options,
    correct_answer: letter,
    correct: letter,
    explanation: `${letter} is right: ${why.charAt(0).toLowerCase()}${why.slice(1)}`,
  };
}
