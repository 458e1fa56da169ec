import {defineConfig} from 'vitest/config';

// A test file's name tells what it needs: `.pg.test.ts` Postgres, `.temporal.test.ts` Postgres and Temporal,
// `.browser.test.ts` both, the built console and a browser.
// Global setup runs only for projects that have a file to run, so that unit tests alone start nothing.
const project = (
  name: string,
  include: string[],
  more: {exclude?: string[]; globalSetup?: string; testTimeout?: number} = {},
) => ({
  extends: true as const,
  test: {name, include, ...more},
});

export default defineConfig({
  test: {
    setupFiles: ['test/support/console-errors.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    allowOnly: false,
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      project('unit', ['test/**/*.test.ts'], {exclude: ['test/**/*.{pg,temporal,browser}.test.ts']}),
      project('pg', ['test/**/*.pg.test.ts'], {globalSetup: 'test/support/global-setup.ts'}),
      project('temporal', ['test/**/*.temporal.test.ts'], {globalSetup: 'test/support/global-setup.ts'}),
      // A test there walks through several pages, each drawn without a graphics card.
      project('browser', ['test/**/*.browser.test.ts'], {
        globalSetup: 'test/support/global-setup.ts',
        testTimeout: 90_000,
      }),
    ],
  },
});
