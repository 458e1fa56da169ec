/** Code for one task: what the learner begins with, a solution, and exactly what that prints. */
type Snippet = {starter: string; solution: string; output: string};

/** What the tasks work on. `labels` are single lower-case words; `amounts` go with them, one each. */
export type SnippetData = {
  title: string;
  labels: readonly [string, string, string, string];
  amounts: readonly [number, number, number, number];
  /** Between the smallest and the largest amount. */
  limit: number;
};

/** The tasks, in growing difficulty: numbered lines, a sum over a limit, a tally, a lookup with a fallback value. */
export type Task = 'listing' | 'total' | 'tally' | 'lookup';

export type CodeWriter = Record<Task, (data: SnippetData) => Snippet>;

/** The words that the tally counts: the first label twice. */
export function talliedWords({labels: [a, b, c]}: SnippetData): string[] {
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

export const tallyOutput = (data: SnippetData): string => {
  const [a, b, c] = data.labels;
  return lines(`${a}: 2`, `${b}: 1`, `${c}: 1`);
};
