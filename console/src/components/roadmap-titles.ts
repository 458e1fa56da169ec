import {queryOptions} from '@tanstack/react-query';
import {graphql} from '../lib/graphql.ts';
import {request} from '../lib/request.ts';

const TitlesDocument = graphql(`
  query RoadmapTitles {
    coverage {
      roadmaps {
        roadmapKey
        title
      }
    }
  }
`);

/** All roadmaps with cells, by title: what one can filter by. A count of the coverage makes them outdated. */
export const roadmapTitlesQuery = queryOptions({
  queryKey: ['coverage', 'titles'],
  queryFn: async ({signal}) => (await request(TitlesDocument, {}, signal)).coverage.roadmaps,
  staleTime: 60_000,
});
