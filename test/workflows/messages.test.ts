import {expect, test} from 'vitest';
import {regenerationId, runKey, workflowOf} from '../../workflows/messages.ts';

test('the key of a regeneration names its workflow and its first execution', () => {
  const key = runKey('regeneration', {workflowId: regenerationId(5), firstExecutionRunId: 'abc'});
  expect(key).toBe('regenerate:5/abc');
  expect(workflowOf(key)).toEqual({workflowId: 'regenerate:5', firstExecutionRunId: 'abc'});
});

test.each(['warm-up-manual-1', 'warm-up-key-a/b', 'warm-up-key-regenerate:5'])(
  'the key %s of another run is its workflow',
  workflowId => {
    expect(runKey('manual', {workflowId, firstExecutionRunId: 'abc'})).toBe(workflowId);
    expect(workflowOf(workflowId)).toEqual({workflowId});
  },
);

test('the key of a regeneration of several cells is its workflow, which is never used again', () => {
  const workflowId = 'warm-up-regeneration-1';
  const key = runKey('regeneration', {workflowId, firstExecutionRunId: 'abc'});
  expect(key).toBe(workflowId);
  expect(workflowOf(key)).toEqual({workflowId});
});
