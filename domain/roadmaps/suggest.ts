/** The choice that a person most likely meant, or null when none is near. Case counts for nothing. */
export function suggest(typed: string, choices: readonly string[]): string | null {
  const word = typed.toLowerCase();
  const [best] = choices
    .map(choice => ({choice, edits: countEdits(word, choice.toLowerCase())}))
    // A third of the word: "titel" is title, "name" is not lessons.
    .filter(({choice, edits}) => edits <= Math.ceil(choice.length / 3))
    .toSorted((a, b) => a.edits - b.edits);
  return best?.choice ?? null;
}

/** Levenshtein distance, one row at a time. */
function countEdits(from: string, to: string): number {
  let row = Array.from({length: to.length + 1}, (_, column) => column);
  for (const [index, character] of Array.from(from).entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (to[column - 1] === character ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
