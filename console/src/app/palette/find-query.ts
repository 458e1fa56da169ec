import {IconBook2, IconFileText, IconListDetails, IconRoute} from '@tabler/icons-react';
import {keepPreviousData, queryOptions} from '@tanstack/react-query';
import {graphql, type ResultOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';
import type {Item, Target} from './items.ts';

const FOUND_OF_EACH = 6;

const FindDocument = graphql(`
  query Find($text: String!, $first: Int) {
    find(text: $text, first: $first) {
      kind
      title
      belongsTo
      roadmapKey
      stepTitle
      lessonNumber
      style
      cellId
      lessonId
      runId
    }
  }
`);

export type Hit = ResultOf<typeof FindDocument>['find'][number];

/** What somebody looks for, by words or by number. The last answer is shown until the next one is there. */
export const findQuery = (text: string) =>
  queryOptions({
    queryKey: ['find', text],
    queryFn: async ({signal}) => (await request(FindDocument, {text, first: FOUND_OF_EACH}, signal)).find,
    enabled: text !== '',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

const ICONS = {roadmap: IconBook2, step: IconListDetails, lesson: IconFileText, run: IconRoute} as const;

export const HIT_LABELS: Record<Hit['kind'], string> = {
  roadmap: 'Roadmaps',
  step: 'Steps',
  lesson: 'Lessons',
  run: 'Runs',
};

/**
 * What was found, as something to choose; null where the person may not look at it.
 *
 * @param seesLessons whether the page of a lesson is there for them; else a lesson leads to its cells
 */
export function itemOf(hit: Hit, seesLessons: boolean): Item | null {
  const target = targetOf(hit, seesLessons);
  if (target === null) return null;
  const {kind, title, belongsTo} = hit;
  return {id: idOf(hit), label: title, note: belongsTo, icon: ICONS[kind], target};
}

function targetOf(hit: Hit, seesLessons: boolean): Target | null {
  const {kind, roadmapKey, stepTitle, lessonId, style, runId} = hit;
  switch (kind) {
    case 'roadmap':
      return roadmapKey === null ? null : {to: '/roadmaps/$roadmapKey', params: {roadmapKey}};
    case 'step':
      return roadmapKey === null || stepTitle === null
        ? null
        : {to: '/', search: {roadmapKeys: [roadmapKey], text: stepTitle}};
    case 'lesson':
      if (seesLessons && lessonId !== null)
        return {to: '/lessons/$lessonId', params: {lessonId: String(lessonId)}};
      return stepTitle === null
        ? null
        : {to: '/', search: {text: stepTitle, ...(style && {styles: [style]})}};
    case 'run':
      return runId === null ? null : {to: '/runs/$runId', params: {runId: String(runId)}};
  }
}

const idOf = ({kind, roadmapKey, stepTitle, lessonId, cellId, runId}: Hit): string =>
  [kind, roadmapKey, stepTitle, lessonId ?? cellId, runId].filter(part => part !== null).join(':');
