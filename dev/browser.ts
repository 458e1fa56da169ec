import {symlink} from 'node:fs/promises';
import {chromium} from 'playwright-core';
import {run} from './child-process.ts';
import {type Executable, type Found, locate, locateOrGet} from './executables.ts';

/** A first look at the network may take a while; a browser has some 100 MB. */
const GET_TIMEOUT_MS = 15 * 60_000;

/**
 * The one without windows: the same engine, which needs under half the processor time to draw a page of the console
 * (1.1 s beside 2.9 s, measured on two cores without a graphics card).
 */
const HEADLESS = 'chromium-headless-shell';
const PROGRAMS = [
  HEADLESS,
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
];

const BROWSER: Executable = {
  label: 'a Chromium or Chrome',
  variable: 'CHROMIUM_PATH',
  program: 'chromium',
  cached: {folder: 'chromium', file: 'chromium'},
  ways: [
    {name: 'install it with apt-get', needs: ['apt-get'], get: installWithApt},
    {name: 'download it with Playwright', get: downloadWithPlaywright},
  ],
};

/**
 * Finds a browser for the tests of the console: CHROMIUM_PATH, the PATH, the cache folder; else gets one with
 * apt-get (as root on Debian) or by Playwright's own download.
 *
 * @returns the path of an executable
 * @throws Error that lists the ways and why none worked
 */
export async function findBrowser(
  env: NodeJS.ProcessEnv,
  options: {cacheDir: string; log?: (line: string) => void},
): Promise<string> {
  for (const program of PROGRAMS) {
    const found: Found | undefined = locate({...BROWSER, program}, env, options.cacheDir);
    if (found) return found.path;
  }
  return (await locateOrGet(BROWSER, env, options)).path;
}

async function installWithApt(file: string, env: NodeJS.ProcessEnv): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error('only root may install packages');
  const options = {env: {...env, DEBIAN_FRONTEND: 'noninteractive'}, timeoutMs: GET_TIMEOUT_MS};
  await run('apt-get', ['update', '-qq'], options);
  const install = (name: string) =>
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], options);
  // Older distributions have it in one package with the browser.
  const program = await install(HEADLESS).then(
    () => HEADLESS,
    () => install('chromium').then(() => 'chromium'),
  );
  await symlink(`/usr/bin/${program}`, file);
}

async function downloadWithPlaywright(file: string, env: NodeJS.ProcessEnv): Promise<void> {
  const cli = new URL('../node_modules/playwright-core/cli.js', import.meta.url).pathname;
  await run(process.execPath, [cli, 'install', 'chromium'], {env, timeoutMs: GET_TIMEOUT_MS});
  await symlink(chromium.executablePath(), file);
}
