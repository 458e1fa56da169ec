import {spawn} from 'node:child_process';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {connect} from '../../sql/client.ts';
import {addDemoPeople} from './people.ts';
import {NEW_ROADMAP} from './words.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = join(root, 'cli', 'main.ts');

/** The services of a running `preheat up` with the emulator. */
export type Running = {homeDir: string; databaseUrl: string; geminiUrl: string};

/**
 * Gives a warm database a life: people, votes, verdicts; then a night that goes less well, with a new roadmap of which
 * some drafts fail the checks and some lessons stay missing, and a step whose text has changed.
 *
 * @returns the email address of an account of each role
 */
export async function seedDemo({homeDir, databaseUrl, geminiUrl}: Running): ReturnType<typeof addDemoPeople> {
  const folder = await mkdtemp(join(tmpdir(), 'preheat-demo-'));
  const pool = connect(databaseUrl, {applicationName: 'preheat demo', maxConnections: 4});
  try {
    const emails = await addDemoPeople(pool);
    const git = await readFile(join(root, 'dev', 'roadmaps', 'git.yaml'), 'utf8');
    await writeFile(
      join(folder, 'git.yaml'),
      git.replace('Create a repository, record', 'Create a repository, clone one, record'),
    );
    await writeFile(join(folder, 'rust.yaml'), NEW_ROADMAP);
    await preheat(homeDir, 'import', join(folder, 'git.yaml'), join(folder, 'rust.yaml'));
    await configureEmulator(geminiUrl, {faults: [{fault: 'apology', promptContains: 'Rust Ownership'}]});
    // Some cells go to quarantine: the run does not serve all it wanted, which its exit code says.
    await preheat(homeDir, 'warm', '--yes', '--roadmap', 'rust', '--limit', '12').catch(() => {});
    await configureEmulator(geminiUrl, {faults: []});
    await preheat(homeDir, 'schedule', 'set', '--cron', '0 2 * * *', '--zone', 'Europe/Berlin');
    return emails;
  } finally {
    await pool.end();
    await rm(folder, {recursive: true});
  }
}

async function configureEmulator(geminiUrl: string, settings: object): Promise<void> {
  const answer = await fetch(`${geminiUrl}/emulator/configure`, {
    method: 'POST',
    body: JSON.stringify(settings),
  });
  if (!answer.ok) throw new Error(`The emulator did not take its settings: ${await answer.text()}`);
}

/** Runs a command against the services of that folder. */
async function preheat(homeDir: string, ...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {...process.env, PREHEAT_HOME: homeDir},
  });
  const code = await new Promise(resolve => child.on('exit', resolve));
  if (code !== 0) throw new Error(`preheat ${args.join(' ')} ended with ${String(code)}.`);
}
