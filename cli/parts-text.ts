import type {PartProgress, RoadmapProgress, RunDetails} from '../domain/runs.ts';
import {formatCount} from './format.ts';

/**
 * How far a run is with its styles and roadmaps, in one line beside that of the whole: the share of each style, how many
 * roadmaps are done, and the one that is nearest to it. Empty where there is only one of each, which the whole tells.
 */
export function partsText({byStyle, byRoadmap}: Pick<RunDetails, 'byStyle' | 'byRoadmap'>): string {
  const parts: string[] = [];
  if (byStyle.length > 1) parts.push(byStyle.map(part => `${part.style} ${percentDone(part)} %`).join(', '));
  if (byRoadmap.length > 1) parts.push(roadmapsText(byRoadmap));
  return parts.join(' · ');
}

/** Down: what is not whole is never shown as 100 %. */
function percentDone(part: PartProgress): number {
  return Math.floor((100 * part.doneCount) / part.wantedCount);
}

function roadmapsText(roadmaps: readonly RoadmapProgress[]): string {
  const begun = roadmaps.filter(part => part.doneCount > 0 && part.doneCount < part.wantedCount);
  const doneCount = roadmaps.filter(part => part.doneCount === part.wantedCount).length;
  const done = `${formatCount(doneCount)} of ${formatCount(roadmaps.length)} roadmaps done`;
  const [nearest] = begun.toSorted((a, b) => b.doneCount / b.wantedCount - a.doneCount / a.wantedCount);
  if (nearest === undefined) return done;
  const {roadmapTitle, doneCount: count, wantedCount} = nearest;
  return `${done}, ${roadmapTitle} ${formatCount(count)}/${formatCount(wantedCount)}`;
}
