import {Worker} from '@temporalio/worker';
import {readdir, readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {workflowBundle} from '../support/temporal.ts';
import {readHistory} from './history-text.ts';

const FOLDER = new URL('histories/', import.meta.url);

/** What a history must show in order to stand for its kind of run. */
const SHOWS: Record<string, RegExp> = {
  'finished-1': /workflowExecutionCompleted/,
  'wait-1': /timerFired/,
  'paused-and-resumed-1': /"signalName":"pause".*"signalName":"resume".*workflowExecutionCompleted/s,
  'cancelled-1': /"signalName":"cancel".*activityTaskCompleted.*workflowExecutionCompleted/s,
  'cancelled-while-paused-1': /"signalName":"pause".*"signalName":"cancel".*workflowExecutionCompleted/s,
  'cancelled-by-temporal-1': /CancelRequested.*activityTaskCompleted.*workflowExecutionCanceled/s,
  'continued-as-new-1': /workflowExecutionContinuedAsNew/,
  'continued-as-new-2': /"continuedExecutionRunId"/,
  'outage-1': /activityTaskFailed.*ProviderDown.*timerFired/s,
  'upkeep-1': /"closeRun".*"upkeep".*workflowExecutionCompleted/s,
  'faults-and-waits-1': /activityTaskFailed.*core_patch.*activityTaskFailed.*workflowExecutionCompleted/s,
  'stopped-1': /activityTaskFailed.*workflowExecutionCompleted/s,
};

const files = (await readdir(FOLDER)).filter(name => name.endsWith('.json')).toSorted();

test('there is a history of every kind of run', () => {
  const recorded = files.map(file => file.replace('.json', ''));
  expect(recorded).toEqual(expect.arrayContaining(Object.keys(SHOWS)));
});

test.each(files)('the recorded history %s replays with the workflows as they are now', async file => {
  const text = await readFile(new URL(file, FOLDER), 'utf8');
  expect(text).toMatch(SHOWS[file.replace('.json', '')] ?? /./);
  // Nothing of the machine that recorded it.
  expect(text).not.toMatch(/node_modules|file:\/\/|"\d+@/);

  await Worker.runReplayHistory({workflowBundle: workflowBundle()}, readHistory(text), file);
});
