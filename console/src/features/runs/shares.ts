import type {Run, RunPart} from './queries.ts';

type ShareKind = 'made' | 'served' | 'inFlight' | 'quarantined' | 'failed' | 'archived' | 'left';

/** So many cells of a run, of a kind. */
export type Share = {kind: ShareKind; cellCount: number};

export const SHARE_LABELS: Record<ShareKind, string> = {
  made: 'made',
  served: 'found served',
  inFlight: 'in flight',
  quarantined: 'in quarantine',
  failed: 'failed',
  archived: 'no longer wanted',
  left: 'left',
};

const given = (shares: readonly Share[]): Share[] => shares.filter(({cellCount}) => cellCount > 0);

type Counts = Pick<
  Run,
  | 'pendingCount'
  | 'publishedCount'
  | 'servedCount'
  | 'quarantinedCount'
  | 'failedCount'
  | 'archivedCount'
  | 'inFlightCount'
>;

/** What became of the cells of a run, those of which there are any. Cells whose calls are in flight are still pending. */
export function sharesOf(run: Counts): Share[] {
  const inFlight = Math.min(run.inFlightCount, run.pendingCount);
  return given([
    {kind: 'made', cellCount: run.publishedCount},
    {kind: 'served', cellCount: run.servedCount},
    {kind: 'inFlight', cellCount: inFlight},
    {kind: 'quarantined', cellCount: run.quarantinedCount},
    {kind: 'failed', cellCount: run.failedCount},
    {kind: 'archived', cellCount: run.archivedCount},
    {kind: 'left', cellCount: run.pendingCount - inFlight},
  ]);
}

/** The same of a part, of which less is known: what was decided and is well, was made or found served. */
export function sharesOfPart({wantedCount, doneCount, quarantinedCount, failedCount}: RunPart): Share[] {
  return given([
    {kind: 'made', cellCount: doneCount - quarantinedCount - failedCount},
    {kind: 'quarantined', cellCount: quarantinedCount},
    {kind: 'failed', cellCount: failedCount},
    {kind: 'left', cellCount: wantedCount - doneCount},
  ]);
}

/** How much of a run is decided, in whole percent; 100 only where nothing is left. */
export function percentDone({wantedCount, pendingCount}: Pick<Run, 'wantedCount' | 'pendingCount'>): number {
  if (wantedCount === 0) return 100;
  return Math.floor((100 * (wantedCount - pendingCount)) / wantedCount);
}
