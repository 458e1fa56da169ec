/** A question as it can be taken. `answer` is the place of the right option; null where the lesson does not say it. */
export type QuizItem = {question: string; options: string[]; answer: number | null; explanation: string};

/**
 * Reads the items of a quiz as the application has had them: the right one as a letter, a number or the option's text,
 * under `correct_answer` or `correct`. What is no question with two options or more is null.
 */
export function quizItem(value: unknown): QuizItem | null {
  if (typeof value !== 'object' || value === null) return null;
  const item = value as Record<string, unknown>;
  const {question, explanation} = item;
  const options = optionsOf(item['options']);
  if (typeof question !== 'string' || question.trim() === '' || options === null) return null;
  return {
    question,
    options,
    answer: placeOf(item['correct_answer'] ?? item['correct'], options),
    explanation: typeof explanation === 'string' ? explanation : '',
  };
}

function optionsOf(value: unknown): string[] | null {
  const list: unknown[] | null = Array.isArray(value)
    ? value
    : typeof value === 'object' && value !== null
      ? Object.values(value)
      : null;
  if (list === null || list.length < 2 || list.length > 26) return null;
  const texts = list.map(option => (typeof option === 'number' ? String(option) : option));
  return texts.every(text => typeof text === 'string') ? texts : null;
}

/** A is the first option, and so is 0. */
function placeOf(value: unknown, options: readonly string[]): number | null {
  if (typeof value === 'number') return Number.isInteger(value) && value in options ? value : null;
  if (typeof value !== 'string') return null;
  const byText = options.indexOf(value);
  if (byText >= 0) return byText;
  const letter = /^\s*(?<letter>[a-z])(?:[).:\s]|$)/i.exec(value)?.groups?.['letter'];
  const place = letter === undefined ? -1 : letter.toUpperCase().charCodeAt(0) - 65;
  return place in options ? place : null;
}

/** The letter of an option: A is the first. */
export const letterOf = (place: number): string => String.fromCharCode(65 + place);
