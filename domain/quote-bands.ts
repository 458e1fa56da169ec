/** Low and high enclose nine of ten outcomes where the history is representative; `expected` lies between them. */
export type Range = {low: number; expected: number; high: number};

/** One figure of a lesson (calls, tokens, dollars, milliseconds) over so many lessons, at least 1. */
export type Figure = {lessonCount: number; mean: number; sd: number};

type Part = Figure & {cellCount: number};

/** Two-sided 90 % of the normal distribution. */
const Z = 1.645;

/**
 * Before there are many lessons, their spread is not known either: it counts as if so many more lessons had been seen,
 * with this share of the mean as their standard deviation.
 */
const ASSUMED_LESSONS = 4;
const ASSUMED_SPREAD = 0.5;

/** How much runs differ as wholes: other steps, another hour of the provider. An assumption, as a share of the mean. */
const RUN_SPREAD = 0.05;

/**
 * The sum of one figure over the lessons of a run, of which each part (a style) is drawn from its own history.
 *
 * With n lessons to make, k lessons seen, mean m and variance v (pooled with the assumed lessons), the sum has the
 * variance n v (each lesson differs), plus n² v / k (the mean is known from k lessons only), plus (0.05 n m)² (runs
 * differ). Parts are independent: their variances add. The half-width is 1.645 standard deviations, widened as
 * Student's t is where k is small. Low and high are the sum divided and multiplied by exp(half-width / sum): for
 * narrow bands the same as subtracting and adding, and never below zero for wide ones.
 */
export function bandOf(parts: readonly Part[]): Range {
  const expected = sum(parts.map(({cellCount, mean}) => cellCount * mean));
  if (expected === 0) return {low: 0, expected: 0, high: 0};
  const ownVariance = sum(parts.map(varianceOf));
  const halfWidth = Math.sqrt(ownVariance + (Z * RUN_SPREAD * expected) ** 2);
  const factor = Math.exp(halfWidth / expected);
  return {low: expected / factor, expected, high: expected * factor};
}

/** The square of a part's half-width. */
function varianceOf({cellCount, lessonCount, mean, sd}: Part): number {
  const degrees = lessonCount - 1 + ASSUMED_LESSONS;
  const variance = ((lessonCount - 1) * sd ** 2 + ASSUMED_LESSONS * (ASSUMED_SPREAD * mean) ** 2) / degrees;
  // The first term of the Cornish-Fisher expansion of Student's t.
  const t = Z * (1 + (Z ** 2 + 1) / (4 * degrees));
  return t ** 2 * variance * (cellCount + cellCount ** 2 / lessonCount);
}

/** A band for as many lessons of which nothing is known but low and high; expected is their geometric mean. */
export function timesBand(count: number, {low, high}: {low: number; high: number}): Range {
  return {low: count * low, expected: count * Math.sqrt(low * high), high: count * high};
}

/** The sum of ranges that go up and down together. */
export function addRanges(...ranges: Range[]): Range {
  return onEach(end => sum(ranges.map(range => range[end])));
}

/** A range whose low, expected and high are worked out in the same way. */
export function onEach(work: (end: keyof Range) => number): Range {
  return {low: work('low'), expected: work('expected'), high: work('high')};
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
