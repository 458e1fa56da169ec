import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeEach, expect, test} from 'vitest';
import {removeServices, writeServices} from '../../cli/services-file.ts';
import {temporalPage} from '../../cli/temporal.ts';
import {readConfig} from '../../config.ts';

const homeDir = await mkdtemp(join(tmpdir(), 'preheat-page-'));
afterAll(() => rm(homeDir, {recursive: true}));
const given = (environment: NodeJS.ProcessEnv = {}) => ({...readConfig(environment), homeDir});
beforeEach(() => removeServices(given()));

const services = (temporalUiUrl: string | null) =>
  writeServices(given(), {
    pid: process.pid,
    databaseUrl: '',
    temporalAddress: '127.0.0.1:1',
    temporalUiUrl,
    geminiUrl: null,
    httpUrl: '',
    model: 'gemini',
    emulated: false,
  });

const WORKFLOW = {workflowId: 'warm-up-key-a'};
const CHOSEN = {TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_NAMESPACE: 'lessons'};
const UI = {TEMPORAL_UI_URL: 'https://temporal.example/'};

test('where no console is known there is no page', async () => {
  expect(temporalPage(given(), WORKFLOW)).toBe(null);
  await services(null);
  expect(temporalPage(given(), WORKFLOW)).toBe(null);
});

test('a running `npm start` has a console, unless another server is meant', async () => {
  await services('http://127.0.0.1:8233');
  expect(temporalPage(given(), WORKFLOW)).toBe(
    'http://127.0.0.1:8233/namespaces/default/workflows/warm-up-key-a',
  );
  expect(temporalPage(given(CHOSEN), WORKFLOW)).toBe(null);
});

test('a configured console is meant before all, with the namespace of the server', async () => {
  await services('http://127.0.0.1:8233');
  expect(temporalPage(given({...CHOSEN, ...UI}), WORKFLOW)).toBe(
    'https://temporal.example/namespaces/lessons/workflows/warm-up-key-a',
  );
  expect(temporalPage(given(UI), WORKFLOW)).toBe(
    'https://temporal.example/namespaces/default/workflows/warm-up-key-a',
  );
});

test('the server that this process brought up has the namespace `default`, whatever is set', () => {
  const config = {...given({...CHOSEN, ...UI}), embeddedTemporalAddress: '127.0.0.1:1'};
  expect(temporalPage(config, WORKFLOW)).toContain('/namespaces/default/');
});

test('of a workflow whose id is used again, one execution is meant; ids are no part of the path', () => {
  expect(temporalPage(given(UI), {workflowId: 'regenerate:7', firstExecutionRunId: 'a/b'})).toBe(
    'https://temporal.example/namespaces/default/workflows/regenerate%3A7/a%2Fb',
  );
});
