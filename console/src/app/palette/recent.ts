import {useState} from 'react';
import type {Hit} from './find-query.ts';

/** So many are remembered: what a glance takes in. */
const REMEMBERED = 6;

const keyOf = (userId: string): string => `preheat.recent.${userId}`;

/** What this person chose last in this browser, the latest first, and a way to add to it. */
export function useRecent(userId: string) {
  const [recent, setRecent] = useState(() => read(userId));
  const remember = (hit: Hit): void => {
    const now = [hit, ...recent.filter(other => !isSame(other, hit))].slice(0, REMEMBERED);
    setRecent(now);
    try {
      localStorage.setItem(keyOf(userId), JSON.stringify(now));
    } catch {
      // A browser that keeps nothing: it is remembered until the page is left.
    }
  };
  return {recent, remember};
}

const isSame = (one: Hit, other: Hit): boolean =>
  one.kind === other.kind &&
  one.roadmapKey === other.roadmapKey &&
  one.stepTitle === other.stepTitle &&
  one.lessonId === other.lessonId &&
  one.runId === other.runId;

/** What was kept by an earlier version of the console, or by hand, may be anything. */
function read(userId: string): Hit[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isHit).slice(0, REMEMBERED) : [];
  } catch {
    return [];
  }
}

const KINDS = new Set(['roadmap', 'step', 'lesson', 'run']);

function isHit(value: unknown): value is Hit {
  if (typeof value !== 'object' || value === null) return false;
  const {kind, title, belongsTo} = value as Partial<Hit>;
  return KINDS.has(kind ?? '') && typeof title === 'string' && typeof belongsTo === 'string';
}
