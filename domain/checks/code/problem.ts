/** Why a piece of code cannot be parsed. */
export type CodeProblem = {
  /** From 1; null where the parser does not say. */
  line: number | null;
  /** In words that continue a sentence, without a full stop. */
  reason: string;
};

/** The line, from 1, on which the character at `offset` stands. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
