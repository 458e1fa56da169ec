import {expect, test} from 'vitest';
import {roadmapChange, touchedTitles} from '../../../domain/roadmaps/changes.ts';
import {roadmap, step} from '../../sql/givens.ts';

const stored = (...given: Parameters<typeof roadmap>) => ({roadmap: roadmap(...given), isArchived: false});

test('a new roadmap says all that it has', () => {
  const given = roadmap('a', [step('One', {description: 'Words.'})], {category: 'Languages'});

  expect(roadmapChange(null, given)).toEqual({
    key: 'a',
    title: 'Roadmap a',
    kind: 'new',
    fields: [
      {field: 'title', before: null, after: 'Roadmap a'},
      {field: 'category', before: null, after: 'Languages'},
    ],
    steps: [
      {
        title: 'One',
        kind: 'added',
        isMoved: false,
        positionBefore: null,
        positionAfter: 1,
        fields: [
          {field: 'description', before: null, after: 'Words.'},
          {field: 'difficulty', before: null, after: 'beginner'},
          {field: 'lessons', before: null, after: '1'},
          {field: 'styles', before: null, after: 'reading'},
        ],
      },
    ],
  });
});

test('the same roadmap is unchanged; a first lesson of 1 goes without saying', () => {
  const steps = [step('One'), step('Two')];

  expect(
    roadmapChange(stored('a', [step('One', {firstLesson: 1}), step('Two')]), roadmap('a', steps)),
  ).toMatchObject({
    kind: 'unchanged',
    fields: [],
    steps: [],
  });
});

test.each([
  ['title', {title: 'Other'}],
  ['description', {description: 'Other'}],
  ['category', {category: 'Other'}],
])('another %s of a roadmap changes it', (field, changes) => {
  const change = roadmapChange(stored('a', [step('One')]), roadmap('a', [step('One')], changes));

  const before = field === 'title' ? 'Roadmap a' : '';
  expect(change).toMatchObject({kind: 'changed', fields: [{field, before, after: 'Other'}], steps: []});
});

test.each([
  ['description', {description: 'Other'}, '', 'Other'],
  ['difficulty', {difficulty: 'advanced' as const}, 'beginner', 'advanced'],
  ['lessons', {lessonCount: 3}, '1', '3'],
  ['lessons', {firstLesson: 2, lessonCount: 3}, '1', '2-3'],
  ['styles', {styles: ['video' as const, 'reading' as const]}, 'reading', 'video, reading'],
])('another %s of a step changes it', (field, changes, before, after) => {
  const change = roadmapChange(stored('a', [step('One')]), roadmap('a', [step('One', changes)]));

  expect(change).toMatchObject({
    kind: 'changed',
    fields: [],
    steps: [{title: 'One', kind: 'changed', isMoved: false, fields: [{field, before, after}]}],
  });
});

test('steps that come, go, move and change are told apart', () => {
  const before = [step('Gone', {description: 'Old.'}), step('A'), step('B'), step('C')];
  const after = [step('C'), step('A'), step('New'), step('B', {lessonCount: 2})];

  const {steps} = roadmapChange(stored('a', before), roadmap('a', after));

  expect(steps).toEqual([
    {title: 'C', kind: 'moved', isMoved: true, positionBefore: 4, positionAfter: 1, fields: []},
    expect.objectContaining({title: 'New', kind: 'added', positionBefore: null, positionAfter: 3}),
    expect.objectContaining({
      title: 'B',
      kind: 'changed',
      isMoved: false,
      positionBefore: 3,
      positionAfter: 4,
    }),
    {
      title: 'Gone',
      kind: 'removed',
      isMoved: false,
      positionBefore: 1,
      positionAfter: null,
      fields: [
        {field: 'description', before: 'Old.', after: null},
        {field: 'difficulty', before: 'beginner', after: null},
        {field: 'lessons', before: '1', after: null},
        {field: 'styles', before: 'reading', after: null},
      ],
    },
  ]);
});

test('a step that changes and moves says both', () => {
  const after = [step('B', {lessonCount: 2}), step('A'), step('C')];
  const {steps} = roadmapChange(stored('a', [step('A'), step('B'), step('C')]), roadmap('a', after));

  expect(steps).toMatchObject([{title: 'B', kind: 'changed', isMoved: true}]);
});

test('an archived roadmap is left as it is', () => {
  const change = roadmapChange(
    {roadmap: roadmap('a', [step('One')]), isArchived: true},
    roadmap('a', [step('Two')]),
  );

  expect(change).toMatchObject({kind: 'archived', fields: [], steps: []});
});

test('cells and words are touched by all changes but moves', () => {
  const before = [step('Gone'), step('A'), step('B'), step('Same')];
  const after = [step('B'), step('A', {lessonCount: 2}), step('New'), step('Same')];
  const changes = [
    roadmapChange(stored('a', before), roadmap('a', after)),
    roadmapChange(null, roadmap('b', [step('New')])),
  ];

  expect(touchedTitles(changes).toSorted()).toEqual(['A', 'Gone', 'New']);
});
