import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {writeServices} from '../../cli/services-file.ts';
import {isTemporalChosen, openTemporalClient} from '../../cli/temporal.ts';
import {readConfig} from '../../config.ts';

const homeDir = await mkdtemp(join(tmpdir(), 'preheat-temporal-'));
afterAll(() => rm(homeDir, {recursive: true}));

test.each([
  [{TEMPORAL_ADDRESS: 'temporal.example:7233'}, true],
  [{TEMPORAL_PROFILE: 'production'}, true],
  [{TEMPORAL_CONFIG_FILE: '/etc/temporal.toml'}, true],
  [{TEMPORAL_NAMESPACE: 'lessons'}, false],
  [{TEMPORAL_ADDRESS: ''}, false],
])('a server of one’s own is meant by its address, a profile or a file: %o', (environment, isChosen) => {
  expect(isTemporalChosen(readConfig(environment))).toBe(isChosen);
});

test('without a server, the error says whether a running `npm start` has one of its own', async () => {
  const config = {...readConfig({}), homeDir};
  await expect(openTemporalClient(config)).rejects.toThrow('Run `npm start` in another terminal');
  await writeServices(config, {
    pid: process.pid,
    databaseUrl: '',
    temporalAddress: null,
    temporalUiUrl: null,
    geminiUrl: null,
    httpUrl: '',
    model: 'gemini',
    emulated: false,
  });
  await expect(openTemporalClient(config)).rejects.toThrow(
    'The running `npm start` uses a Temporal server of your own: set TEMPORAL_ADDRESS',
  );
});
