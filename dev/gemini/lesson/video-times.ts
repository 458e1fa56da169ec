import type {MaterialObject} from '../schema/fill.ts';
import {lowerFirst} from './prose.ts';

/** The moments of a video at which it comes to each of these ideas, in its order and before its end. */
export function videoTimes(videoMinutes: number, ideas: readonly string[]): MaterialObject[] {
  return ideas.map((idea, index) => ({
    time: clockTime(((index + 0.5) / ideas.length) * videoMinutes * 60),
    description: `From here the video is about this: ${lowerFirst(idea)}.`,
  }));
}

/** As players show it: `2:34`, `1:02:34`. */
function clockTime(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const twoDigits = (value: number) => `${Math.floor(value)}`.padStart(2, '0');
  const rest = twoDigits(seconds % 60);
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${rest}`;
}
