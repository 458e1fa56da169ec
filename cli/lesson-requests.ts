import type {Client} from '@temporalio/client';
import type {ConsoleCommands} from '../api/console/commands.ts';
import type {Regenerate, RegenerateLessons, RequestLesson} from '../api/lessons/lesson-requests.ts';
import type {Config} from '../config.ts';
import type {Pool} from '../sql/client.ts';
import {type OpenRegeneration, requestRegenerations} from '../sql/queries/regenerations.ts';
import {openRuns} from '../sql/queries/runs.ts';
import {workflowOf} from '../workflows/messages.ts';
import {consoleCommands} from './console-commands.ts';
import {startRegeneration} from './run-client.ts';
import {startAsked} from './start-asked.ts';
import {openTemporalClient} from './temporal.ts';
import {away} from './temporal-away.ts';

export type LessonRequester = {
  requestLesson: RequestLesson;
  regenerate: Regenerate;
  regenerateLessons: RegenerateLessons;
  commands: ConsoleCommands;
  close(): Promise<void>;
};

/**
 * How the API has lessons made, and runs started and steered: through Temporal, which is connected to when it is needed
 * first, and again after it was away.
 *
 * What people ask to be made anew throws `CommandRefused` where Temporal is away.
 */
export function lessonRequester(config: Config, pool: Pool, connect = openTemporalClient): LessonRequester {
  let opening: Promise<Client> | undefined;
  const client = () =>
    (opening ??= connect(config).catch((error: unknown) => {
      opening = undefined;
      throw error;
    }));
  // Whatever became of it: the database tells.
  const endOf = async (workflowId: string) => {
    const {workflow} = await client();
    const ended = workflow
      .getHandle(workflowId)
      .result()
      .catch(() => {});
    return {ended};
  };
  return {
    requestLesson: async cellId =>
      endOf(await startRegeneration(await client(), config, {cellId, maxUsd: null})),
    async regenerate({cellId, lessonId, actor}) {
      const temporal = await client().catch(away);
      const targets = [{cellId, lessonId}];
      const [regeneration] = await requestRegenerations(pool, {targets, trigger: 'person', actor});
      const underWay = regeneration && (await workflowIdOf(pool, regeneration));
      const asked = regeneration ? [regeneration] : [];
      return endOf(
        underWay ??
          (await startAsked({db: pool, client: temporal}, config, {asked, cellIds: [cellId], maxUsd: null})),
      );
    },
    async regenerateLessons({targets, instructions, actor}) {
      const temporal = await client().catch(away);
      const asked = await requestRegenerations(pool, {targets, trigger: 'person', actor, instructions});
      const cellIds = asked.filter(({runId}) => runId === null).map(({cellId}) => cellId);
      if (cellIds.length > 0)
        await startAsked({db: pool, client: temporal}, config, {asked, cellIds, maxUsd: null});
      return asked;
    },
    commands: consoleCommands({config, db: pool, client}),
    async close() {
      const opened = await opening?.catch(() => undefined);
      await opened?.connection.close();
    },
  };
}

/** The workflow that is at a regeneration already; undefined where none is. */
async function workflowIdOf(pool: Pool, {isNew, runId}: OpenRegeneration): Promise<string | undefined> {
  if (isNew || runId === null) return undefined;
  const run = (await openRuns(pool)).find(open => open.runId === runId);
  return run && workflowOf(run.workflowId).workflowId;
}
