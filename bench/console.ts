import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {type Browser, type BrowserContext, chromium, type Page} from 'playwright-core';
import {connectApi} from '../api/pool.ts';
import {startServer} from '../api/server.ts';
import {readConfig} from '../config.ts';
import {findBrowser} from '../dev/browser.ts';
import {buildConsole} from '../dev/build-console.ts';
import {hashPassword} from '../domain/passwords.ts';
import {countCoverage} from '../sql/queries/coverage.ts';
import {addUser} from '../sql/queries/users.ts';
import {heapAfter, noteFirstRow, scrollDown, useForAWhile} from './console-page.ts';
import {millionCells} from './million-cells.ts';
import {mixStates} from './mixed-states.ts';
import {benchDatabase, median, megabytes, report, say} from './stack.ts';

const CELLS = 50_000;
const ROADMAPS = 500;
const ROUNDS = 5;
/** What takes longer has failed. */
const START_TIMEOUT_MS = 120_000;
/** More than five minutes of a person's use: nobody opens, filters and scrolls several times a second. */
const USE_MS = 75_000;
/** 3,000 pixels a second: a wheel that is turned fast, 25 notches a second. */
const WHEEL = {stepPx: 50, maxFrameCount: 1_200};
/** 6,000 pixels a second: a quick flick of a touchpad. */
const FLICK = {stepPx: 100, maxFrameCount: 600};
/** Half a screen a frame, through all rows: the bar of the window pulled down. */
const PULL = {stepPx: 400, maxFrameCount: Number.MAX_SAFE_INTEGER};
const LOGIN = {login: 'bench@example.org', password: 'a password of the bench'};

/** The console's home in a browser, over 500 roadmaps of 25 steps in four styles. */
export async function benchConsole(): Promise<void> {
  say(`\nThe console over ${CELLS.toLocaleString('en-US')} cells`);
  await using stack = new AsyncDisposableStack();
  const {pool, url} = await benchDatabase(stack);
  await millionCells(pool, {missingCount: 0, cellCount: CELLS, roadmapCount: ROADMAPS});
  await mixStates(pool);
  await countCoverage(pool, {emulated: false, maxAgeMs: 0});
  const passwordHash = await hashPassword(LOGIN.password);
  await addUser(pool, {email: LOGIN.login, username: 'bench', role: 'admin', passwordHash});

  const folder = await buildConsole(say);
  const apiPool = connectApi(url);
  stack.defer(() => apiPool.end());
  const server = await startServer({
    pool: apiPool,
    port: 0,
    emulated: false,
    consoleFolder: () => folder,
    log: say,
  });
  stack.defer(() => server.stop());
  const {environment, cacheDir} = readConfig(process.env);
  const executablePath = await findBrowser(environment, {cacheDir, log: say});
  const browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']});
  stack.defer(() => browser.close());

  await measureStarts(browser, {url: server.url, folder});
  await measureUse(await openMatrix(browser, server.url));
}

type Start = {paintMs: number; usableMs: number};

/** Each in a browser session of its own, which has nothing of the page stored. */
async function measureStarts(browser: Browser, {url, folder}: {url: string; folder: string}): Promise<void> {
  const starts: Start[] = [];
  let scriptBytes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await signedIn(browser, url);
    const page = await context.newPage();
    const scripts: string[] = [];
    page.on('response', response => {
      if (response.request().resourceType() === 'script') scripts.push(new URL(response.url()).pathname);
    });
    await noteFirstRow(page);
    await page.goto('/');
    await page.waitForFunction(() => 'firstRowMs' in window, undefined, {timeout: START_TIMEOUT_MS});
    starts.push(
      await page.evaluate(() => ({
        paintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
        usableMs: (window as unknown as {firstRowMs: number}).firstRowMs,
      })),
    );
    await page.waitForLoadState('networkidle');
    scriptBytes = await gzippedBytes(folder, scripts);
    await context.close();
  }
  const figure = (of: (start: Start) => number) => `${median(starts.map(of)).toFixed(0)} ms`;
  report(
    'first contentful paint, nothing stored',
    figure(({paintMs}) => paintMs),
    '< 1,000 ms',
  );
  report(
    'the matrix can be used, nothing stored',
    figure(({usableMs}) => usableMs),
    '< 1,000 ms',
  );
  report('scripts of the first page, gzipped', `${(scriptBytes / 1000).toFixed(0)} kB`, '<= 300 kB');
}

async function measureUse(page: Page): Promise<void> {
  const atStart = await heapAfter(page);
  await page.getByRole('button', {name: 'Open all'}).click();
  reportFrames('a fast wheel', await scrollDown(page, WHEEL), '< 20 ms');
  reportFrames('a flick', await scrollDown(page, FLICK));
  reportFrames('the bar pulled through all', await scrollDown(page, PULL));
  const whenAllWasSeen = await heapAfter(page);
  const {roundCount, heaps} = await useForAWhile(page, {useMs: USE_MS});
  report('heap at the start', megabytes(atStart));
  report('  when all was opened and scrolled through', megabytes(whenAllWasSeen));
  report(
    `  after ${roundCount} rounds of opening, filtering, scrolling`,
    heaps.map(megabytes).join(', '),
    'flat',
  );
}

function reportFrames(how: string, gapsMs: readonly number[], target?: string): void {
  const sorted = gapsMs.toSorted((a, b) => a - b);
  const at = (share: number) => `${(sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1)} ms`;
  report(`gaps between ${gapsMs.length} frames, ${how}: p50`, at(0.5));
  report('  p95', at(0.95), target);
}

/** A session of the browser in which the administrator is signed in. */
async function signedIn(browser: Browser, baseURL: string): Promise<BrowserContext> {
  const context = await browser.newContext({baseURL, viewport: {width: 1280, height: 800}});
  const answer = await context.request.post('/graphql', {
    headers: {'x-preheat-csrf': '1'},
    data: {
      query:
        'mutation ($login: String!, $password: String!) { signIn(login: $login, password: $password) { success } }',
      variables: LOGIN,
    },
  });
  if (!(await answer.text()).includes('"success":true')) throw new Error(await answer.text());
  return context;
}

async function openMatrix(browser: Browser, url: string): Promise<Page> {
  const page = await (await signedIn(browser, url)).newPage();
  await page.goto('/');
  await page.getByRole('rowheader').first().waitFor();
  await page.waitForLoadState('networkidle');
  return page;
}

/** As they are stored beside the scripts for browsers that take them so. */
async function gzippedBytes(folder: string, paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(paths.map(async path => (await stat(join(folder, `${path}.gz`))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
