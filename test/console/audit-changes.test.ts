import {expect, test} from 'vitest';
import {isUndoable, undoableMs} from '../../console/src/features/audit/bulk-undo.ts';
import {changesOf} from '../../console/src/features/audit/changes.ts';
import {auditFilter, auditSearch} from '../../console/src/features/audit/search.ts';

test('only what differs is told, by the path to it', () => {
  const before = {state: 'live', promoted_by: null, votes: {up: 1, down: 2}, reasons: ['a', 'b'], kept: true};
  const after = {state: 'retired', promoted_by: 'ann', votes: {up: 1, down: 3}, reasons: ['a'], kept: true};
  expect(changesOf(before, after)).toEqual([
    {field: 'state', before: 'live', after: 'retired'},
    {field: 'votes › down', before: '2', after: '3'},
    {field: 'reasons', before: 'a, b', after: 'a'},
    {field: 'promoted by', before: null, after: 'ann'},
  ]);
});

test('of an act that notes one side, all that it notes is told; empty values say nothing', () => {
  const steps = [{title: 'One', position: 1}];
  expect(changesOf(null, {roadmapKey: 'python', reason: '', steps})).toEqual([
    {field: 'roadmap key', before: null, after: 'python'},
    {field: 'steps › 1 › title', before: null, after: 'One'},
    {field: 'steps › 1 › position', before: null, after: '1'},
  ]);
  expect(changesOf(null, null)).toEqual([]);
  expect(changesOf('a', 'b')).toEqual([{field: '', before: 'a', after: 'b'}]);
});

test('an act can be undone for ten minutes, once, where it changed anything', () => {
  const command = {doneAt: '2026-01-01T00:00:00Z', undoneAt: null, doneCount: 1};
  const doneMs = Date.parse(command.doneAt);
  expect(undoableMs(command, doneMs + 60_000)).toBe(9 * 60_000);
  expect(isUndoable(command, doneMs + 599_999)).toBe(true);
  expect(isUndoable(command, doneMs + 600_000)).toBe(false);
  expect(isUndoable({...command, undoneAt: command.doneAt}, doneMs)).toBe(false);
  expect(isUndoable({...command, doneCount: 0}, doneMs)).toBe(false);
});

test('an address is read forgivingly; `until` takes its day in', () => {
  const search = auditSearch({
    actions: 'review',
    cell: '7',
    since: '2026-02-30x',
    until: '2026-03-01',
    actor: 12,
    x: 1,
  });
  expect(search).toEqual({actions: ['review'], cell: 7, until: '2026-03-01', actor: '12'});
  expect(auditFilter(search)).toEqual({
    actions: ['review'],
    actor: '12',
    lessonId: null,
    cellId: 7,
    runId: null,
    since: null,
    until: new Date(2026, 2, 2).toISOString(),
  });
});
