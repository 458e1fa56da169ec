/** The values that one thing was given, one a rater. */
export type Unit = readonly string[];

/** How far raters agree. Null: it cannot be said of these units. */
export type Agreement = {
  unitCount: number;
  /** The share of pairs of raters that agree, averaged over units. */
  share: number | null;
  alpha: number | null;
  ac1: number | null;
};

/** All figures of some units; those with one value only are left out. */
export function agreementOf(units: readonly Unit[], categoryCount: number): Agreement {
  const paired = units.filter(unit => unit.length >= 2);
  return {
    unitCount: paired.length,
    share: agreementShare(paired),
    alpha: krippendorffAlpha(paired),
    ac1: gwetAc1(paired, categoryCount),
  };
}

/** The share of pairs of ratings of a unit that are equal, averaged over the units; null without any. */
export function agreementShare(units: readonly Unit[]): number | null {
  const paired = units.filter(unit => unit.length >= 2);
  return paired.length === 0 ? null : mean(paired.map(pairShare));
}

/**
 * Krippendorff's alpha for nominal values, with its correction for small samples:
 *
 * alpha = 1 - (n - 1) × disagreeing / (n² - Σ n_c²)
 *
 * where n values were paired, n_c of them c, and `disagreeing` counts ordered pairs of unequal values within units, each
 * unit of m values weighed by 1 / (m - 1). 1: all agree; 0: as chance has it. Any number of raters, missing ones too.
 * Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), sections A to C.
 *
 * @returns null without units, and where all values are equal: alpha compares with a variation that is not there
 */
export function krippendorffAlpha(units: readonly Unit[]): number | null {
  const paired = units.filter(unit => unit.length >= 2);
  const counts = countsOf(paired.flat());
  const total = paired.reduce((sum, unit) => sum + unit.length, 0);
  const byChance = total ** 2 - counts.reduce((sum, count) => sum + count ** 2, 0);
  if (byChance === 0) return null;
  const disagreeing = paired.reduce((sum, unit) => sum + unit.length * (1 - pairShare(unit)), 0);
  return 1 - ((total - 1) * disagreeing) / byChance;
}

/**
 * Gwet's AC1: (p_a - p_e) / (1 - p_e), where p_a is the share of agreeing pairs and
 *
 * p_e = Σ π_c (1 - π_c) / (q - 1)
 *
 * with π_c the mean share of c in a unit and q the number of categories that there are. Unlike alpha it stays near p_a
 * where one value is much more frequent than the others, as `verified` is. Source: K. L. Gwet, Computing inter-rater
 * reliability and its variance in the presence of high agreement, British Journal of Mathematical and Statistical
 * Psychology 61 (2008) 29-48. Units with one rating count for p_e, not for p_a.
 *
 * @param categoryCount all that a rater can choose from, chosen or not; at least 2
 * @returns null where no unit has two ratings
 */
export function gwetAc1(units: readonly Unit[], categoryCount: number): number | null {
  const observed = agreementShare(units);
  if (observed === null) return null;
  const rated = units.filter(unit => unit.length > 0);
  const values = [...new Set(rated.flat())];
  const shares = values.map(value =>
    mean(rated.map(unit => unit.filter(v => v === value).length / unit.length)),
  );
  const byChance = shares.reduce((sum, share) => sum + share * (1 - share), 0) / (categoryCount - 1);
  return (observed - byChance) / (1 - byChance);
}

/** Of a unit's ordered pairs of ratings, the share that is equal. */
function pairShare(unit: Unit): number {
  const equal = countsOf(unit).reduce((sum, count) => sum + count * (count - 1), 0);
  return equal / (unit.length * (unit.length - 1));
}

function countsOf(values: readonly string[]): number[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()];
}

const mean = (figures: readonly number[]): number =>
  figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
