import {AxeBuilder} from '@axe-core/playwright';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import {afterAll, afterEach, expect, inject} from 'vitest';
import type {ServerOptions} from '../../api/server.ts';
import type {Role} from '../../domain/roles.ts';
import type {Pool} from '../../sql/client.ts';
import {givenServer, givenUser, signedIn} from '../api/givens.ts';

/** What a page is opened with: by default wide and light. `width` 390 is a phone's. */
export type Look = {scheme?: 'light' | 'dark'; width?: 1280 | 390};

/** A console that is served, and ways to look at it. */
export type Console = {
  url: string;
  /** Opens an address of the console as an account of this role, which is made and signed in. */
  open(role: Role, path?: string, look?: Look): Promise<Page>;
  /** Opens an address without anybody signed in. */
  openSignedOut(path?: string, look?: Look): Promise<Page>;
};

/** Chromium of this machine: no sandbox, for root has none; nothing that asks other hosts. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let browser: Browser | undefined;
const contexts: BrowserContext[] = [];
/** What the pages of a test complained of. */
const faults: string[] = [];

/** Call it at a test file's top, after `endServersAfterEach`: pages end with each test, and fail it by a complaint. */
export function endPagesAfterEach(): void {
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    expect(faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    browser = undefined;
  });
}

/** Serves the console over a database; the server ends with its test. */
export async function givenConsole(options: Partial<ServerOptions> & {pool: Pool}): Promise<Console> {
  const folder = given('consoleFolder');
  const url = await givenServer({consoleFolder: () => folder, ...options});
  const openSignedOut = async (path = '/', look: Look = {}): Promise<Page> =>
    show(await newContext(url, look), path);
  return {
    url,
    openSignedOut,
    async open(role, path = '/', look = {}) {
      const {email} = await givenUser(options.pool, {role});
      const context = await newContext(url, look);
      const {cookie} = await signedIn(url, email);
      const [name = '', value = ''] = cookie.split(/=(.*)/s);
      await context.addCookies([{name, value, url}]);
      return show(context, path);
    },
  };
}

/** Another page of the same browser session: what a second tab is. */
export async function secondTab(page: Page, path: string): Promise<Page> {
  return show(page.context(), path);
}

/** Serious complaints of axe about what a page shows; none is wanted. Each with the elements it is about. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Without legacy mode it opens a page of its own for what it found in frames, of which there are none.
  const {violations} = await new AxeBuilder({page})
    .setLegacyMode()
    .options({resultTypes: ['violations']})
    .analyze();
  return violations
    .filter(({impact}) => impact === 'serious' || impact === 'critical')
    .map(({id, help, nodes}) => `${id}: ${help}: ${nodes.map(({html}) => html.slice(0, 200)).join(' | ')}`);
}

/** A fault that a test wants to see is taken out, so that it does not fail it. Returns those that fit. */
export function expectFaults(pattern: RegExp): string[] {
  const found = faults.filter(fault => pattern.test(fault));
  faults.splice(0, faults.length, ...faults.filter(fault => !pattern.test(fault)));
  return found;
}

async function newContext(baseURL: string, {scheme = 'light', width = 1280}: Look): Promise<BrowserContext> {
  browser ??= await chromium.launch({executablePath: given('browser'), args: FLAGS});
  const options: BrowserContextOptions = {
    baseURL,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    viewport: {width, height: width === 390 ? 844 : 800},
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  };
  const context = await browser.newContext(options);
  contexts.push(context);
  context.on('page', page => {
    page.on('console', message => {
      if (message.type() === 'error')
        faults.push(`console.error: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', error => faults.push(`uncaught: ${error.stack ?? error.message}`));
    page.on('dialog', dialog => {
      faults.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  });
  context.setDefaultTimeout(15_000);
  return context;
}

async function show(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

function given(name: 'browser' | 'consoleFolder'): string {
  const value = inject(name);
  if (!value) throw new Error(`There is no ${name} here: name the test file \`….browser.test.ts\`.`);
  return value;
}
