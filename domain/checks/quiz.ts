import type {LessonAnswer} from '../content/index.ts';
import type {Finding} from '../findings.ts';

/**
 * Two options that read the same make a question that nobody can answer; options that bring their own letters are
 * shown with two.
 */
export function checkQuizOptions({quiz}: LessonAnswer): Finding[] {
  return quiz.flatMap(({options}, index) => [
    ...(new Set(options.map(shown)).size < options.length
      ? [optionsFinding(`quiz[${index}].options are not all different.`)]
      : []),
    ...(areLettered(options)
      ? [optionsFinding(`quiz[${index}].options begin with letters or numbers of their own.`)]
      : []),
  ]);
}

function optionsFinding(message: string): Finding {
  return {check: 'quiz-options', severity: 'error', message};
}

/** Only where all of them do, in order: one option may well begin with `a)`. */
function areLettered(options: readonly string[]): boolean {
  return options.every((option, index) => {
    const [, mark] = /^\W*?([a-d1-4])(?:\*\*)?(?:[).:](?:\*\*)?|\s[-–—])\s+\S/i.exec(option) ?? [];
    return mark !== undefined && 'abcd1234'.indexOf(mark.toLowerCase()) % options.length === index;
  });
}

export function checkQuizQuestions({quiz}: LessonAnswer): Finding[] {
  if (new Set(quiz.map(({question}) => normalized(question))).size === quiz.length) return [];
  return [
    {check: 'quiz-questions', severity: 'error', message: 'quiz asks the same question more than once.'},
  ];
}

/** As an option looks on the page: as code or not, with or without its full stop. */
function shown(option: string): string {
  return normalized(option.replaceAll('`', '')).replace(/(?<=\p{L})\.$/u, '');
}

/** Not folded to one case: in code, `Name` and `name` are two answers. */
function normalized(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
