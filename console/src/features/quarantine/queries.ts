import {queryOptions} from '@tanstack/react-query';
import {graphql, type ResultOf, type VariablesOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';
import type {QuarantineSearch} from './search.ts';

/** As many as the API lists at once. */
export const MAX_LISTED = 200;

const ListDocument = graphql(`
  query Quarantine($filter: QuarantineFilter, $first: Int!) {
    quarantine(filter: $filter) {
      count
      cellCount
      drafts(first: $first) {
        draftId
        cellId
        stepTitle
        lessonNumber
        style
        cellIs
        runId
        model
        paidUsd
        findings {
          check
          severity
          message
        }
        createdAt
      }
    }
  }
`);

const DraftDocument = graphql(`
  query QuarantinedDraft($id: Int!) {
    quarantinedDraft(id: $id) {
      draftId
      cellId
      stepTitle
      lessonNumber
      style
      cellIs
      status
      runId
      model
      promptVersion
      finishReason
      paidUsd
      findings {
        check
        severity
        message
      }
      createdAt
      prompt
      answerText
    }
  }
`);

const RetryDocument = graphql(`
  mutation RetryQuarantined($filter: QuarantineFilter, $cellIds: [Int!], $expectedCount: Int!) {
    retryQuarantined(filter: $filter, cellIds: $cellIds, expectedCount: $expectedCount) {
      success
      message
      matchingCount
      busyCellIds
    }
  }
`);

const ReleaseDocument = graphql(`
  mutation ReleaseQuarantined($draftId: Int!, $reason: String!) {
    releaseQuarantined(draftId: $draftId, reason: $reason) {
      success
      message
      lessonId
    }
  }
`);

export type ListedDraft = ResultOf<typeof ListDocument>['quarantine']['drafts'][number];
export type WholeDraft = NonNullable<ResultOf<typeof DraftDocument>['quarantinedDraft']>;
export type Finding = ListedDraft['findings'][number];
export type QuarantineFilter = NonNullable<VariablesOf<typeof ListDocument>['filter']>;

/** All that is asked about drafts in quarantine. */
export const QUARANTINE_KEY = ['quarantine'] as const;

/** What the API narrows by: checks are looked at here. */
export const filterOf = ({roadmapKeys, styles, runId}: QuarantineSearch): QuarantineFilter => ({
  ...(roadmapKeys && {roadmapKeys}),
  ...(styles && {styles}),
  ...(runId !== undefined && {runId}),
});

export const quarantineQuery = (filter: QuarantineFilter) =>
  queryOptions({
    queryKey: [...QUARANTINE_KEY, 'list', filter],
    queryFn: async ({signal}) =>
      (await request(ListDocument, {filter, first: MAX_LISTED}, signal)).quarantine,
  });

export const draftQuery = (id: number) =>
  queryOptions({
    queryKey: [...QUARANTINE_KEY, 'draft', id],
    queryFn: async ({signal}) => (await request(DraftDocument, {id}, signal)).quarantinedDraft,
  });

export const retry = async (given: VariablesOf<typeof RetryDocument>) =>
  (await request(RetryDocument, given)).retryQuarantined;

export const release = async (given: VariablesOf<typeof ReleaseDocument>) =>
  (await request(ReleaseDocument, given)).releaseQuarantined;
