const MIN_WORDS = 3;
const MAX_POINTS = 4;

/**
 * The parts of a step's description, in its own words: "Load tables, select columns, and chain the steps" has three.
 * Commas part only a series that ends so, not what they list ("CSV, spreadsheet and JSON files"), and nothing is cut
 * off that makes no sense by itself ("and test them").
 */
export function pointsOf(description: string): string[] {
  const text = description.replace(/[.!?]+$/, '').trim();
  if (text === '') return [];
  const [front = '', ...rest] = text.split(/, (?:and|but|then) |; |\. /);
  const isSeries = rest.length > 0 && !/ (?:and|or) |:/.test(front);
  const candidates = [isSeries ? [...front.split(', '), ...rest] : [], [front, ...rest], [text]];
  const points = candidates.find(parts => parts.length > 0 && parts.every(isLong)) ?? [text];
  return points.slice(0, MAX_POINTS);
}

function isLong(point: string): boolean {
  return point.split(' ').length >= MIN_WORDS;
}
