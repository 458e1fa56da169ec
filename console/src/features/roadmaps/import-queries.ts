import {keepPreviousData, queryOptions} from '@tanstack/react-query';
import {graphql, readFragment, type ResultOf} from '../../lib/graphql.ts';
import {request} from '../../lib/request.ts';
import {ROADMAPS_KEY} from './queries.ts';

const PreviewFragment = graphql(`
  fragment Preview on ImportPreview {
    problems {
      line
      field
      message
    }
    problemCount
    newCount
    changedCount
    unchangedCount
    archivedCount
    digest
    cells {
      newCount
      backCount
      archivedCount
      staleCount
    }
    roadmaps {
      key
      title
      kind
      addedCount
      removedCount
      changedCount
      movedCount
      fields {
        field
        before
        after
      }
      steps {
        title
        kind
        isMoved
        positionBefore
        positionAfter
        fields {
          field
          before
          after
        }
      }
    }
  }
`);

const PreviewDocument = graphql(
  `
    query PreviewImport($text: String!) {
      previewImport(text: $text) {
        ...Preview
      }
    }
  `,
  [PreviewFragment],
);

const ImportDocument = graphql(
  `
    mutation ImportRoadmaps($text: String!, $expectedDigest: String!) {
      importRoadmaps(text: $text, expectedDigest: $expectedDigest) {
        success
        message
        preview {
          ...Preview
        }
      }
    }
  `,
  [PreviewFragment],
);

export type ImportPreview = ResultOf<typeof PreviewFragment>;
export type ImportProblem = ImportPreview['problems'][number];
export type RoadmapChange = ImportPreview['roadmaps'][number];
export type StepChange = RoadmapChange['steps'][number];
export type FieldChange = RoadmapChange['fields'][number];

/** What an import of a text would do now. Not kept: others change roadmaps, too. */
export const previewQuery = (text: string) =>
  queryOptions({
    queryKey: [...ROADMAPS_KEY, 'preview', text],
    queryFn: async ({signal}): Promise<ImportPreview> =>
      readFragment(PreviewFragment, (await request(PreviewDocument, {text}, signal)).previewImport),
    gcTime: 0,
    // While somebody types, what was shown stays, dimmed.
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });

/** Imports a text where that does what was seen; else says what it would do now. */
export async function importRoadmaps(given: {text: string; expectedDigest: string}) {
  const {success, message, preview} = (await request(ImportDocument, given)).importRoadmaps;
  return {success, message, preview: readFragment(PreviewFragment, preview)};
}
