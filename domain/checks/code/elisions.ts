/** Stands where a fragment leaves something out: a name fits almost anywhere, and is a statement by itself. */
const FILLER = '_';

/**
 * Dots that stand for something: alone in a comment, with words on a line of their own ("... more routes ..."), or
 * before what neither a spread nor a rest begins with. Words can be told apart in one way only, or a long one would
 * take for ever.
 */
const ELISION =
  /\/\*\s*(?:\.{3}|…)\s*\*\/|^[ \t]*(?:\.{3}|…)[ \t]*[A-Za-z][\d_'’-]*[ \t]*[A-Za-z][\w'’-]*(?:[ \t]+[A-Za-z][\w'’-]*)*[ \t]*(?:\.{3}|…)?[ \t]*$|(?:\.{3,}|…)(?=[ \t]*(?:[)\]},;:<>=|&]|\/\/|$))/gm;

/** Fills what a fragment leaves out; every line stays where it was. */
export function fillElisions(code: string): string {
  return code.replace(ELISION, FILLER);
}
