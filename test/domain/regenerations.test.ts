import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {WANTED_BY_DEFAULT} from '../../domain/cells.ts';
import {
  automaticStep,
  type CellStanding,
  DEFAULT_REGENERATION,
  isCollapsed,
  MAX_AUTOMATIC_TRIES,
  MIN_COLLAPSE_VOTES,
  takesDue,
} from '../../domain/regenerations.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 100 * DAY_MS;

const CALM: CellStanding = {
  upvotes: 0,
  downvotes: 0,
  needsImprovement: false,
  isBacked: false,
  hasChallenger: false,
  isUnderWay: false,
  lastEndedAtMs: null,
  automaticTryCount: 0,
  isHandedToMentor: false,
};
const SENT_BACK = {...CALM, needsImprovement: true};
const VOTED_DOWN = {...CALM, upvotes: 2, downvotes: 30};

const step = (standing: Partial<CellStanding>, policy = DEFAULT_REGENERATION) =>
  automaticStep({...CALM, ...standing}, policy, NOW_MS);
const NONE = {kind: 'none'};

describe('a collapse of the votes', () => {
  test.each([
    [0, 19, false],
    [0, 20, true],
    [5, 15, true],
    [6, 14, false],
    [33, 67, true],
    [34, 66, false],
    [1000, 1000, false],
  ])('%i for it and %i against it: %s', (upvotes, downvotes, collapsed) => {
    expect(isCollapsed({upvotes, downvotes})).toBe(collapsed);
  });

  test('a lesson that nine of ten learners dislike has collapsed as soon as enough voted', () => {
    const votes = Array.from({length: 60}, (_, n) => n % 10 === 9);
    const at = votes.findIndex((_, n) => {
      const upvotes = votes.slice(0, n + 1).filter(Boolean).length;
      return isCollapsed({upvotes, downvotes: n + 1 - upvotes});
    });
    expect(at + 1).toBe(MIN_COLLAPSE_VOTES);
  });
});

describe('what is done about a cell', () => {
  test('nothing where nobody complains', () => {
    expect(step({})).toEqual(NONE);
    expect(step({upvotes: 100, downvotes: 40})).toEqual(NONE);
  });

  test('a lesson that a mentor sent back, or that learners voted down, is made anew; the mentor’s word is the reason', () => {
    expect(step(SENT_BACK)).toEqual({kind: 'regenerate', trigger: 'needs_improvement'});
    expect(step(VOTED_DOWN)).toEqual({kind: 'regenerate', trigger: 'vote_collapse'});
    expect(step({...VOTED_DOWN, needsImprovement: true})).toEqual({
      kind: 'regenerate',
      trigger: 'needs_improvement',
    });
  });

  test.each([
    ['a regeneration is under way', {isUnderWay: true}],
    ['a challenger waits for a mentor', {hasChallenger: true}],
    ['a mentor has it already', {isHandedToMentor: true}],
    ['the last one ended less than seven days ago', {lastEndedAtMs: NOW_MS - 7 * DAY_MS + 1}],
  ])('nothing while %s', (_, changes) => {
    expect(step({...SENT_BACK, ...changes})).toEqual(NONE);
  });

  test('it goes on when the cool-down is over', () => {
    expect(step({...SENT_BACK, lastEndedAtMs: NOW_MS - 7 * DAY_MS})).toMatchObject({kind: 'regenerate'});
    const short = {...DEFAULT_REGENERATION, coolDownDays: 1};
    expect(step({...SENT_BACK, lastEndedAtMs: NOW_MS - DAY_MS}, short)).toMatchObject({kind: 'regenerate'});
  });

  test('nothing where it is switched off', () => {
    expect(step(SENT_BACK, {...DEFAULT_REGENERATION, automatic: false})).toEqual(NONE);
  });

  test('after two tries it goes to a mentor, without waiting', () => {
    expect(step({...SENT_BACK, automaticTryCount: 1})).toMatchObject({kind: 'regenerate'});
    expect(step({...SENT_BACK, automaticTryCount: 2, lastEndedAtMs: NOW_MS})).toEqual({
      kind: 'hand_to_mentor',
      trigger: 'needs_improvement',
    });
  });

  test('what a person backs gets a challenger where a mentor finds fault, and a mentor where learners do', () => {
    expect(step({...SENT_BACK, isBacked: true})).toEqual({kind: 'regenerate', trigger: 'needs_improvement'});
    expect(step({...VOTED_DOWN, isBacked: true})).toEqual({kind: 'hand_to_mentor', trigger: 'vote_collapse'});
  });
});

test.each([
  [{}, true],
  [{roadmapKeys: ['python'], styles: ['video' as const]}, true],
  [{only: [...WANTED_BY_DEFAULT], order: 'walk' as const}, true],
  [{only: [...WANTED_BY_DEFAULT, 'quarantined' as const]}, true],
  [{only: WANTED_BY_DEFAULT.filter(state => state !== 'stale')}, false],
  [{only: ['missing' as const]}, false],
  [{limit: 5}, false],
  [{cellIds: [1]}, false],
  [{failedInRunId: 1}, false],
])('what is due joins a night with the filter %j: %s', (filter, joins) => {
  expect(takesDue(filter)).toBe(joins);
});

/** What happens in a night: what learners and mentors said since the last one, and what comes of a try. */
type Night = {
  voteCount: number;
  /** Of those who like the live lesson. */
  share: number;
  isSentBack: boolean;
  personActs: boolean;
  result: 'live' | 'challenger' | 'quarantined';
};

/** Thirty nights of one cell. Returns when it was regenerated, and when people were asked or came by themselves. */
function simulate(nights: readonly Night[], isBacked: boolean) {
  const tries: number[] = [];
  const handed: number[] = [];
  const acts: number[] = [];
  const standing: CellStanding = {...CALM, isBacked};
  for (const [night, {voteCount, share, isSentBack, personActs, result}] of nights.entries()) {
    const upvotes = Math.round(voteCount * share);
    standing.upvotes += upvotes;
    standing.downvotes += voteCount - upvotes;
    standing.needsImprovement ||= isSentBack;
    if (personActs || isSentBack) {
      acts.push(night);
      Object.assign(standing, {automaticTryCount: 0, isHandedToMentor: false, hasChallenger: false});
    }
    const {kind} = automaticStep(standing, DEFAULT_REGENERATION, night * DAY_MS);
    if (kind === 'hand_to_mentor') {
      handed.push(night);
      standing.isHandedToMentor = true;
    }
    if (kind !== 'regenerate') continue;
    tries.push(night);
    standing.lastEndedAtMs = night * DAY_MS;
    standing.automaticTryCount += 1;
    const isLive = result === 'live' && !isBacked;
    if (isLive) Object.assign(standing, {upvotes: 0, downvotes: 0, needsImprovement: false});
    standing.hasChallenger = !isLive && result !== 'quarantined';
  }
  return {tries, handed, acts};
}

const nightOf = (changes: Partial<Record<keyof Night, fc.Arbitrary<unknown>>> = {}) =>
  fc.record({
    voteCount: fc.integer({min: 0, max: 60}),
    share: fc.double({min: 0, max: 1, noNaN: true}),
    isSentBack: fc.boolean(),
    personActs: fc.boolean(),
    result: fc.constantFrom('live', 'challenger', 'quarantined'),
    ...changes,
  }) as fc.Arbitrary<Night>;
const month = (night: fc.Arbitrary<Night>) => fc.array(night, {minLength: 30, maxLength: 30});
const QUIET = {isSentBack: fc.constant(false), personActs: fc.constant(false)};

describe('thirty nights', () => {
  test('never loop: two tries at most between two acts of people, seven days apart, and one call for a mentor', () => {
    fc.assert(
      fc.property(month(nightOf()), fc.boolean(), (nights, isBacked) => {
        const {tries, handed, acts} = simulate(nights, isBacked);
        const spans = [-1, ...acts].map((from, n) => [from, acts[n] ?? nights.length] as const);
        const within = (all: number[], [from, until]: readonly [number, number]) =>
          all.filter(night => night >= from && night < until).length;
        for (const span of spans) {
          expect(within(tries, span)).toBeLessThanOrEqual(MAX_AUTOMATIC_TRIES);
          expect(within(handed, span)).toBeLessThanOrEqual(1);
        }
        for (const [n, night] of tries.slice(1).entries())
          expect(night - tries[n]!).toBeGreaterThanOrEqual(DEFAULT_REGENERATION.coolDownDays);
      }),
    );
  });

  test('with a lesson that gets no better cost two tries, and then a mentor is asked once', () => {
    const nights: Night[] = Array.from({length: 30}, () => ({
      voteCount: 25,
      share: 0.04,
      isSentBack: false,
      personActs: false,
      result: 'live',
    }));
    expect(simulate(nights, false)).toEqual({tries: [0, 7], handed: [8], acts: []});
    expect(simulate(nights, true)).toEqual({tries: [], handed: [0], acts: []});
  });

  test('of a few votes a night change nothing before they are enough, however bad they are', () => {
    const nights: Night[] = Array.from({length: 30}, (_, n) => ({
      voteCount: n < 19 ? 1 : 0,
      share: 0,
      isSentBack: false,
      personActs: false,
      result: 'live',
    }));
    expect(simulate(nights, false)).toEqual({tries: [], handed: [], acts: []});
  });

  test('never touch a lesson that half of its learners like', () => {
    const liked = fc.double({min: 0.5, max: 1, noNaN: true});
    fc.assert(
      fc.property(month(nightOf({...QUIET, share: liked})), fc.boolean(), (nights, isBacked) => {
        expect(simulate(nights, isBacked)).toEqual({tries: [], handed: [], acts: []});
      }),
    );
  });
});
