/** Code for one task: what the learner begins with, a solution, and exactly what that prints. */
type Snippet = {starter: string; solution: string; output: string};

/** What the tasks work on. `labels` are four different words of a to z; `amounts` go with them, one each. */
export type SnippetData = {
  title: string;
  labels: readonly [string, string, string, string];
  amounts: readonly [number, number, number, number];
  /** Between the smallest and the largest amount. */
  limit: number;
};

/**
 * The tasks, in growing difficulty: numbered lines, words joined to a sentence, the longest word, amounts marked by a
 * limit, a sum over a limit, words without their repeats, a tally, a lookup with a fallback value.
 */
export const TASKS = [
  'listing',
  'sentence',
  'longest',
  'mark',
  'total',
  'unique',
  'tally',
  'lookup',
] as const;

export type Task = (typeof TASKS)[number];

export type CodeWriter = Record<Task, (data: SnippetData) => Snippet>;

/** Words of which one comes twice: the first label. */
export function repeatedWords({labels: [a, b, c]}: SnippetData): string[] {
  return [a, b, a, c];
}

export function sumAbove({amounts, limit}: SnippetData): number {
  return amounts.filter(amount => amount > limit).reduce((sum, amount) => sum + amount, 0);
}

export const lines = (...parts: readonly string[]): string => parts.join('\n');

/** A string literal that Python, JavaScript, Go and YAML all read alike. */
export const quoted = (text: string): string => JSON.stringify(text);

export const numbered = ({title, labels}: SnippetData): string =>
  lines(title, ...labels.map((label, index) => `${index + 1}. ${label}`));

export const sentenceOf = ({labels: [a, b, c, d]}: SnippetData): string => `${a}, ${b}, ${c} and ${d}`;

/** The first of the longest. */
export const longestOf = ({labels}: SnippetData): string =>
  labels.reduce((longest, label) => (label.length > longest.length ? label : longest));

export const markOf = (amount: number, {limit}: SnippetData): string => (amount > limit ? 'above' : 'ok');

export const marked = (data: SnippetData): string =>
  lines(...data.amounts.map(amount => `${amount}: ${markOf(amount, data)}`));

export const tallyOutput = (data: SnippetData): string => {
  const [a, b, c] = data.labels;
  return lines(`${a}: 2`, `${b}: 1`, `${c}: 1`);
};
