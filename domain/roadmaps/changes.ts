import {keptInOrder} from './kept-in-order.ts';
import type {Roadmap, RoadmapStep} from './roadmap.ts';

/** A field that an import changes, as its file calls and writes it; null where the step was not there, or goes. */
export type FieldChange = {field: string; before: string | null; after: string | null};

export const STEP_CHANGES = ['added', 'removed', 'changed', 'moved'] as const;

export type StepChange = {
  title: string;
  /** `moved`: nothing but its place among the steps that stay. */
  kind: (typeof STEP_CHANGES)[number];
  isMoved: boolean;
  /** From 1; null where it was not there, or goes. */
  positionBefore: number | null;
  positionAfter: number | null;
  fields: FieldChange[];
};

export const ROADMAP_CHANGES = ['new', 'changed', 'unchanged', 'archived'] as const;

export type RoadmapChange = {
  key: string;
  title: string;
  /** `archived`: an import leaves it as it is. */
  kind: (typeof ROADMAP_CHANGES)[number];
  fields: FieldChange[];
  /** In the order of the new roadmap, then those that go. */
  steps: StepChange[];
};

/** A roadmap as it is stored. */
export type StoredRoadmap = {roadmap: Roadmap; isArchived: boolean};

/** What an import of a roadmap changes. */
export function roadmapChange(stored: StoredRoadmap | null, given: Roadmap): RoadmapChange {
  const {id: key, title} = given;
  if (stored?.isArchived) return {key, title, kind: 'archived', fields: [], steps: []};
  const fields = changed(stored && roadmapFields(stored.roadmap), roadmapFields(given));
  const steps = stepChanges(stored?.roadmap.steps ?? [], given.steps);
  if (stored === null) return {key, title, kind: 'new', fields, steps};
  return {key, title, kind: fields.length + steps.length === 0 ? 'unchanged' : 'changed', fields, steps};
}

function stepChanges(before: readonly RoadmapStep[], after: readonly RoadmapStep[]): StepChange[] {
  const placesBefore = new Map(before.map(({title}, index) => [title, index]));
  const stays = after.filter(({title}) => placesBefore.has(title));
  const kept = keptInOrder(stays.map(({title}) => placesBefore.get(title) ?? 0));
  const moved = new Set(stays.filter((_, index) => !kept.has(index)).map(({title}) => title));
  const titles = new Set(after.map(({title}) => title));
  return [
    ...after.flatMap((step, index) => {
      const place = placesBefore.get(step.title);
      return stepChange({
        old: place === undefined ? null : {step: before[place] ?? step, position: place + 1},
        now: {step, position: index + 1},
        isMoved: moved.has(step.title),
      });
    }),
    ...before.flatMap((step, index) =>
      titles.has(step.title) ? [] : stepChange({old: {step, position: index + 1}, now: null, isMoved: false}),
    ),
  ];
}

type Placed = {step: RoadmapStep; position: number};

/** None where the step stays as it was. */
function stepChange({
  old,
  now,
  isMoved,
}: {
  old: Placed | null;
  now: Placed | null;
  isMoved: boolean;
}): StepChange[] {
  const fields = changed(old && stepFields(old.step), now && stepFields(now.step));
  const kind = old === null ? 'added' : now === null ? 'removed' : fields.length > 0 ? 'changed' : 'moved';
  if (kind === 'moved' && !isMoved) return [];
  return [
    {
      title: (now ?? old)?.step.title ?? '',
      kind,
      isMoved,
      positionBefore: old?.position ?? null,
      positionAfter: now?.position ?? null,
      fields,
    },
  ];
}

type Fields = Record<string, string>;

const roadmapFields = ({title, description, category}: Roadmap): Fields => ({title, description, category});

const stepFields = ({
  description,
  difficulty,
  firstLesson = 1,
  lessonCount,
  styles,
}: RoadmapStep): Fields => ({
  description,
  difficulty,
  lessons: firstLesson === 1 ? String(lessonCount) : `${firstLesson}-${lessonCount}`,
  styles: styles.join(', '),
});

/** Of what is not there before or after, all fields that say something. */
function changed(before: Fields | null, after: Fields | null): FieldChange[] {
  return Object.keys(before ?? after ?? {}).flatMap(field => {
    const [was, is] = [before?.[field] ?? null, after?.[field] ?? null];
    return was === is || (before === null && is === '') || (after === null && was === '')
      ? []
      : [{field, before: was, after: is}];
  });
}

/** The titles of steps whose cells or words an import may change. */
export function touchedTitles(changes: readonly RoadmapChange[]): string[] {
  return [
    ...new Set(
      changes.flatMap(({steps}) => steps.filter(({kind}) => kind !== 'moved').map(({title}) => title)),
    ),
  ];
}
