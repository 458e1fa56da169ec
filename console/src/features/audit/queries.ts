import {infiniteQueryOptions, queryOptions} from '@tanstack/react-query';
import type {CsvFile} from '../../lib/download.ts';
import {graphql, type ResultOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';
import {auditFilter, type AuditSearch} from './search.ts';

const PAGE_SIZE = 50;

const EventsDocument = graphql(`
  query AuditEvents($filter: AuditFilter, $first: Int, $after: String) {
    auditEvents(filter: $filter, first: $first, after: $after) {
      nodes {
        auditEventId
        at
        actor
        actorRole
        action
        cellId
        lessonId
        runId
        reason
        before
        after
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

const CsvDocument = graphql(`
  query AuditEventsCsv($filter: AuditFilter) {
    auditEventsCsv(filter: $filter) {
      filename
      text
      rowCount
      isCut
    }
  }
`);

const BulkDocument = graphql(`
  query BulkCommands($first: Int) {
    bulkCommands(first: $first) {
      bulkCommandId
      act
      reason
      actor
      actorRole
      doneAt
      doneCount
      undoneAt
      undoneBy
      items {
        lessonId
        cellId
        isDone
        message
      }
    }
  }
`);

const UndoDocument = graphql(`
  mutation UndoBulk($id: Int!) {
    undoBulk(id: $id) {
      success
      message
      leftLessonIds
    }
  }
`);

export type AuditEvent = ResultOf<typeof EventsDocument>['auditEvents']['nodes'][number];
export type BulkCommand = ResultOf<typeof BulkDocument>['bulkCommands'][number];

/** The log, the newest first. */
export const auditEventsQuery = (search: AuditSearch) => {
  const filter = auditFilter(search);
  return infiniteQueryOptions({
    queryKey: ['audit', 'events', filter],
    queryFn: async ({pageParam, signal}) =>
      (await request(EventsDocument, {filter, first: PAGE_SIZE, after: pageParam}, signal)).auditEvents,
    initialPageParam: null as string | null,
    getNextPageParam: ({pageInfo}) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
  });
};

/** The log as a file. */
export const auditCsv = async (search: AuditSearch): Promise<CsvFile> =>
  (await request(CsvDocument, {filter: auditFilter(search)})).auditEventsCsv;

/** The newest acts on many lessons. Looked at again by itself: others act, too, and each can be undone for a while only. */
export const bulkCommandsQuery = (first: number) =>
  queryOptions({
    queryKey: ['audit', 'bulk', first],
    queryFn: async ({signal}) => (await request(BulkDocument, {first}, signal)).bulkCommands,
    refetchInterval: 30_000,
  });

export const undoBulk = async (id: number) => (await request(UndoDocument, {id})).undoBulk;
