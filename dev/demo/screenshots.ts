import {spawn} from 'node:child_process';
import {chmod, mkdir, mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {type BrowserContext, chromium} from 'playwright-core';
import {readConfig} from '../../config.ts';
import {findBrowser} from '../browser.ts';
import {DEMO_PASSWORD} from './people.ts';
import {type Running, seedDemo} from './seed.ts';

// Takes the pictures of docs/screenshots/: `npm run screenshots`. A whole stack is started with an empty state folder,
// warmed, given a life, looked at, and stopped: two minutes.

const root = fileURLToPath(new URL('../..', import.meta.url));
const out = join(root, 'docs', 'screenshots');

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
];
const SETTLE_MS = 1_500;

type Picture = {
  name: string;
  path: string;
  role: 'admin' | 'mentor';
  scheme: 'light' | 'dark';
  width?: number;
};

const PICTURES: Picture[] = [
  {name: 'coverage', path: '/?roadmapKeys=%5B%22rust%22%2C%22git%22%5D', role: 'admin', scheme: 'light'},
  {name: 'coverage-dark', path: '/', role: 'admin', scheme: 'dark'},
  {name: 'lesson', path: '/lessons/1', role: 'admin', scheme: 'light'},
  {name: 'votes', path: '/votes', role: 'admin', scheme: 'light'},
  {name: 'reviews', path: '/reviews?claim=true', role: 'mentor', scheme: 'light'},
  {name: 'run', path: '/runs/1', role: 'admin', scheme: 'light'},
  {name: 'brief', path: '/brief', role: 'admin', scheme: 'dark'},
  {name: 'coverage-narrow', path: '/', role: 'admin', scheme: 'light', width: 390},
];

type Services = Omit<Running, 'homeDir'> & {httpUrl: string};

const homeDir = await mkdtemp(join(tmpdir(), 'preheat-pictures-'));
await chmod(homeDir, 0o755);
const stack = spawn(process.execPath, [join(root, 'cli', 'main.ts'), 'up'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: {...process.env, PREHEAT_HOME: homeDir},
});
const ended = new Promise(resolve => stack.on('exit', resolve));
try {
  await said(/^Serving /m);
  const services = JSON.parse(await readFile(join(homeDir, 'services.json'), 'utf8')) as Services;
  const emails = await seedDemo({homeDir, ...services});
  await mkdir(out, {recursive: true});
  const {environment, cacheDir} = readConfig(process.env);
  const executablePath = await findBrowser(environment, {cacheDir, log: console.log});
  const browser = await chromium.launch({executablePath, args: FLAGS});
  for (const picture of PICTURES) {
    const context = await browser.newContext({
      baseURL: services.httpUrl,
      colorScheme: picture.scheme,
      viewport: {width: picture.width ?? 1280, height: picture.width === undefined ? 800 : 844},
      reducedMotion: 'reduce',
    });
    await signIn(context, emails[picture.role]);
    const page = await context.newPage();
    await page.goto(picture.path, {waitUntil: 'networkidle'}).catch(() => {});
    await page.getByRole('heading', {level: 1}).waitFor();
    await delay(SETTLE_MS);
    await page.screenshot({path: join(out, `${picture.name}.png`)});
    await context.close();
    console.log(`docs/screenshots/${picture.name}.png`);
  }
  await browser.close();
} finally {
  stack.kill('SIGINT');
  await ended;
  await rm(homeDir, {recursive: true, force: true});
}

/** Waits for words of the stack; it ended instead: says so. */
async function said(words: RegExp): Promise<void> {
  let text = '';
  await new Promise<void>((resolve, reject) => {
    stack.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (words.test(text)) resolve();
    });
    stack.on('exit', code => reject(new Error(`The stack ended with ${code}:\n${text}`)));
  });
}

async function signIn(context: BrowserContext, login: string): Promise<void> {
  const answer = await context.request.post('/graphql', {
    headers: {'x-preheat-csrf': '1'},
    data: {
      query:
        'mutation ($login: String!, $password: String!) { signIn(login: $login, password: $password) { success message } }',
      variables: {login, password: DEMO_PASSWORD},
    },
  });
  if (!(await answer.text()).includes('"success":true'))
    throw new Error(`${login} is not signed in: ${await answer.text()}`);
}
