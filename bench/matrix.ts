import {connectApi} from '../api/pool.ts';
import {startServer} from '../api/server.ts';
import {countCoverage} from '../sql/queries/coverage.ts';
import {measure, signedIn} from './api.ts';
import {millionCells} from './million-cells.ts';
import {benchDatabase, report, say, seconds} from './stack.ts';

const CELLS = 50_000;
const ROADMAPS = 500;

const MATRIX = `asOf matchingCellCount roadmaps {
  roadmapKey title stepCount lessonCount matchingCellCount byStyle { style cellCount states { state cellCount } } }`;
const ROWS = `steps { position title difficulty lessons { lessonNumber cells {
  cellId style state reason lessonId approvalStatus upvotes downvotes generatedAt isWeak demand matches was } } }`;

/** The console's matrix, as the coverage page asks for it: all roadmaps, and the rows of one. */
export async function benchMatrix(): Promise<void> {
  say(`\nThe matrix of ${CELLS.toLocaleString('en-US')} cells in ${ROADMAPS} roadmaps`);
  await using stack = new AsyncDisposableStack();
  const {pool, url} = await benchDatabase(stack);
  await millionCells(pool, {missingCount: 1_000, cellCount: CELLS, roadmapCount: ROADMAPS});
  await count(pool, 'counting the coverage first');
  await pool`update lessons_lessoncontent set approval_status = 'rejected' where id <= 1000`;
  await count(pool, 'counting it again, with 1,000 cells lost');
  const apiPool = connectApi(url);
  stack.defer(() => apiPool.end());
  const server = await startServer({pool: apiPool, port: 0, emulated: false, log: say});
  stack.defer(() => server.stop());
  const ask = await signedIn(pool, server.url);
  const [{since}] = await pool<[{since: Date}]>`
    select min(counted_at) as since from preheat.coverage_moment
  `;
  await measure('all of it', '< 300 ms', () => ask(`{ matrix { ${MATRIX} } }`));
  await measure('what is missing', '< 300 ms', () =>
    ask(`{ matrix(filter: {states: [missing]}) { ${MATRIX} } }`),
  );
  await measure('what nobody has reviewed', '< 300 ms', () =>
    ask(`{ matrix(filter: {marks: [unreviewed]}) { ${MATRIX} } }`),
  );
  await measure('as of an earlier count', '< 300 ms', () =>
    ask(`query ($since: DateTime) { matrix(asOf: $since) { ${MATRIX} } }`, {since}),
  );
  await measure('what was lost since', '< 300 ms', () =>
    ask(
      `query ($since: DateTime) { matrix(comparedWith: $since, filter: {changes: [lost]}) { ${MATRIX} } }`,
      {since},
    ),
  );
  await measure('the rows of a roadmap, with what they were', '< 50 ms', round =>
    ask(
      `query ($key: String!, $since: DateTime) { matrixRoadmap(roadmapKey: $key, comparedWith: $since) { ${ROWS} } }`,
      {
        key: `bench-${round + 2}`,
        since,
      },
    ),
  );
}

async function count(pool: Parameters<typeof countCoverage>[0], what: string): Promise<void> {
  const start = performance.now();
  await countCoverage(pool, {emulated: false, maxAgeMs: 0});
  report(what, `${seconds(start).toFixed(1)} s`);
}
