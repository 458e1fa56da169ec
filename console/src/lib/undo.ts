/** How long the API takes a verdict back, and an act on lessons. */
export const UNDO_MS = 10 * 60_000;
