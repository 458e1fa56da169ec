import type {ServingPolicy} from '../../domain/staleness.ts';
import type {Pool} from '../../sql/client.ts';
import type {PaceLimits} from '../../sql/queries/runs.ts';
import type {Viewer} from '../access/viewer.ts';
import type {Metrics} from '../http/metrics.ts';
import type {ConsoleCommands} from '../console/commands.ts';
import type {RunFeed} from '../console/run-feed.ts';
import type {LessonRequests, Regenerate, RegenerateLessons} from '../lessons/lesson-requests.ts';
import type {ViewCounter} from '../lessons/view-counter.ts';
import type {ApiSettings} from '../settings.ts';

/** What all requests share. */
export type Services = {
  pool: Pool;
  settings: ApiSettings;
  serving: ServingPolicy;
  metrics: Metrics;
  views: ViewCounter;
  lessons: LessonRequests;
  /** Null where there is nothing that could make a lesson. */
  regenerate: Regenerate | null;
  regenerateLessons: RegenerateLessons | null;
  runFeed: RunFeed;
  /** The configuration's limits of a rate; absent where they are not known. */
  limits: PaceLimits | undefined;
  /** Null where there is nothing that runs could be started and steered by. */
  commands: ConsoleCommands | null;
  log: (line: string) => void;
  /** Fires when the server stops: what waits gives up. */
  stopping: AbortSignal;
};

/** What a resolver is given. */
export type ApiContext = Services & {
  viewer: Viewer;
  /** Of the caller. */
  address: string;
  /** Gives the caller a session's cookie; null takes it away. */
  setSession: (secret: string | null) => void;
};
