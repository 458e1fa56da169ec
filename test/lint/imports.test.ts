import {execFile} from 'node:child_process';
import {cp, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The folder of the importing file, and its import; everything else about the file is in order. */
const REFUSED: [folder: string, statement: string][] = [
  ['workflows', `import {createActivities} from '../activities/index.ts'`],
  ['workflows', `export {createActivities} from '../activities/index.ts'`],
  ['workflows', `import {createGemini} from '../activities/gemini/index.ts'`],
  ['workflows', `import {randomUUID} from 'node:crypto'`],
  ['workflows', `import {setTimeout as sleep} from 'node:timers/promises'`],
  ['workflows', `import {connect} from '../sql/client.ts'`],
  ['workflows', `import {readConfig} from '../config.ts'`],
  ['workflows', `import {startServer} from '../api/server.ts'`],
  ['workflows', `import {startWorker} from '../cli/start-worker.ts'`],
  ['domain', `import {connect} from '../sql/client.ts'`],
  ['domain', `import type {Db} from '../sql/client.ts'`],
  ['domain/checks', `import {connect} from '../../sql/client.ts'`],
  ['domain', `import {warmUp} from '../workflows/warm-up.ts'`],
  ['domain', `import {createActivities} from '../activities/index.ts'`],
  ['domain', `import {startServer} from '../api/server.ts'`],
  ['domain', `import {explain} from '../cli/errors.ts'`],
  ['domain', `import {startPostgres} from '../dev/postgres.ts'`],
  ['domain', `import {readConfig} from '../config.ts'`],
  ['domain', `import {readFile} from 'node:fs/promises'`],
  ['activities', `import {explain} from '../cli/errors.ts'`],
  ['activities/gemini', `import {explain} from '../../cli/errors.ts'`],
  ['activities', `import {readConfig} from '../config.ts'`],
  ['activities', `import {startServer} from '../api/server.ts'`],
  ['activities', `import {startPostgres} from '../dev/postgres.ts'`],
  ['activities', `import {warmUp} from '../workflows/warm-up.ts'`],
  ['sql', `import {readConfig} from '../config.ts'`],
  ['sql/queries', `import {readConfig} from '../../config.ts'`],
  ['sql', `import {createActivities} from '../activities/index.ts'`],
  ['sql', `import {warmUp} from '../workflows/warm-up.ts'`],
  ['sql', `import {startServer} from '../api/server.ts'`],
  ['sql', `import {explain} from '../cli/errors.ts'`],
  ['sql', `import {startPostgres} from '../dev/postgres.ts'`],
  ['api', `import {warmUp} from '../workflows/warm-up.ts'`],
  ['api', `import {warmUp} from '../workflows/index.ts'`],
  ['api', `import {createActivities} from '../activities/index.ts'`],
  ['api', `import {explain} from '../cli/errors.ts'`],
  ['api', `import {startPostgres} from '../dev/postgres.ts'`],
  ['api', `import {readConfig} from '../config.ts'`],
  ['api', `import {Page} from '../console/src/page.ts'`],
  ['api/graphql', `import {Page} from '../../console/src/page.ts'`],
  ['api/graphql', `import {readConfig} from '../../config.ts'`],
  ['console/src/app', `import {startServer} from '../../../api/server.ts'`],
  ['console/src/lib', `import {readFile} from 'node:fs/promises'`],
  ['console/src/features/runs', `import {connect} from '../../../../sql/client.ts'`],
  ['console/src/features/runs', `import {VotesPage} from '../votes/page.tsx'`],
  ['console/src/features/runs/parts', `import {VotesPage} from '../../../features/votes/page.tsx'`],
];

const ALLOWED: [folder: string, statement: string][] = [
  ['workflows', `import type {Activities} from '../activities/index.ts'`],
  ['workflows', `import {FAILURE} from '../domain/failures.ts'`],
  ['domain', `import {createHash} from 'node:crypto'`],
  ['domain/checks', `import {STYLES} from '../styles.ts'`],
  ['activities', `import {connect} from '../sql/client.ts'`],
  ['activities/gemini', `import {FAILURE} from '../../domain/failures.ts'`],
  ['sql/queries', `import {STYLES} from '../../domain/styles.ts'`],
  ['api', `import {TASK_QUEUE} from '../workflows/messages.ts'`],
  ['api/graphql', `import {coverage} from '../console/coverage.ts'`],
  ['api', `import {recentRuns} from '../sql/queries/runs.ts'`],
  ['api', `import {CELL_STATES} from '../domain/cells.ts'`],
  ['cli', `import {startServer} from '../api/server.ts'`],
  ['console/src/app', `import {VotesPage} from '../features/votes/page.tsx'`],
  ['console/src/components', `import {wilsonBounds} from '../../../domain/ranking.ts'`],
  ['console/src/features/runs', `import {count} from '../../lib/format.ts'`],
  ['console/src/features/coverage/matrix', `import {words} from '../words.ts'`],
];

/** What oxlint says of each planted file, by the file's name. */
const complaints = new Map<string, string[]>();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preheat-lint-'));
  await cp(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  for (const [index, [place, statement]] of [...REFUSED, ...ALLOWED].entries()) {
    const file = join(folder, nameOf(place, index));
    await mkdir(dirname(file), {recursive: true});
    await writeFile(file, `${statement};\n`);
  }
  const oxlint = join(ROOT, 'node_modules', '.bin', 'oxlint');
  const report = await new Promise<string>(resolve => {
    // Its exit code is 1 where it complains: that is what is looked for.
    execFile(oxlint, ['--format', 'json'], {cwd: folder}, (_error, stdout) => resolve(stdout));
  });
  const {diagnostics} = JSON.parse(report) as {diagnostics: {code: string; filename: string}[]};
  for (const {code, filename} of diagnostics) {
    complaints.set(filename, [...(complaints.get(filename) ?? []), code]);
  }
});

afterAll(() => rm(folder, {recursive: true}));

const nameOf = (place: string, index: number): string => `${place}/planted-${index}.ts`;
const RULE = expect.stringContaining('no-restricted-imports') as string;

test.each(REFUSED.map(([place, statement], index) => ({place, statement, index})))(
  'refused in $place/: $statement',
  ({place, index}) => {
    expect(complaints.get(nameOf(place, index)) ?? []).toContainEqual(RULE);
  },
);

test.each(ALLOWED.map(([place, statement], index) => ({place, statement, index: REFUSED.length + index})))(
  'allowed in $place/: $statement',
  ({place, index}) => {
    expect(complaints.get(nameOf(place, index)) ?? []).not.toContainEqual(RULE);
  },
);
