import type {LessonAnswer} from '../content/index.ts';
import type {Finding} from '../findings.ts';

/** Two options that read the same make a question that nobody can answer. */
export function checkQuizOptions({quiz}: LessonAnswer): Finding[] {
  return quiz
    .map(({options}, index) => ({
      index,
      distinct: new Set(options.map(normalized)).size,
      total: options.length,
    }))
    .filter(({distinct, total}) => distinct < total)
    .map(({index}) => ({
      check: 'quiz-options',
      severity: 'error',
      message: `quiz[${index}].options are not all different.`,
    }));
}

export function checkQuizQuestions({quiz}: LessonAnswer): Finding[] {
  if (new Set(quiz.map(({question}) => normalized(question))).size === quiz.length) return [];
  return [
    {check: 'quiz-questions', severity: 'error', message: 'quiz asks the same question more than once.'},
  ];
}

/** Not folded to one case: in code, `Name` and `name` are two answers. */
function normalized(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
