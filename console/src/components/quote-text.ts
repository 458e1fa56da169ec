import {count, plural, usdGiven} from '../lib/format.ts';

/** On what a quote rests. */
export const basisOf = (lessonCount: number): string =>
  lessonCount === 0
    ? 'An assumption: no lesson was made with this model yet.'
    : `By what ${plural(lessonCount, 'lesson')} took with this model.`;

type Beyond = {
  cellCount: number;
  maxUsd: number | null;
  /** How many of the cells are expected not to fit: under the cap, into today's dollars, into today's requests. */
  beyondMaxUsd: number;
  beyondUsdToday: number;
  beyondRequestsToday: number;
};

/** What does not fit, and what happens then; empty where all does. */
export function beyondOf({
  cellCount,
  maxUsd,
  beyondMaxUsd,
  beyondUsdToday,
  beyondRequestsToday,
}: Beyond): string[] {
  const texts: string[] = [];
  const add = (beyond: number, where: string, then: string) => {
    if (beyond <= 0) return;
    const what = beyond >= cellCount ? 'None of them fits' : `${count(beyond)} of them will not fit`;
    texts.push(`${what} ${where}: ${then}.`);
  };
  if (maxUsd !== null)
    add(beyondMaxUsd, `under the cap of ${usdGiven(maxUsd)}`, 'what is left stays to be made');
  add(beyondUsdToday, "into today's dollars", 'the run waits for the next day with the rest');
  add(beyondRequestsToday, "into today's requests", 'the run waits for the next day with the rest');
  return texts;
}
