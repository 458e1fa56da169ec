import {queryOptions} from '@tanstack/react-query';
import {graphql, type ResultOf} from '../lib/graphql.ts';
import {request} from '../lib/request.ts';

const SavedViewsDocument = graphql(`
  query SavedViews($page: String) {
    savedViews(page: $page) {
      savedViewId
      name
      filter
      savedBy
      savedAt
    }
  }
`);

const SaveViewDocument = graphql(`
  mutation SaveView($page: String!, $name: String!, $filter: JSON!) {
    saveView(page: $page, name: $name, filter: $filter) {
      success
      message
    }
  }
`);

const DeleteViewDocument = graphql(`
  mutation DeleteView($id: Int!) {
    deleteView(id: $id) {
      success
      message
    }
  }
`);

/** What stands in a page's address, by its keys. */
export type Filter = Record<string, unknown>;

type Stored = ResultOf<typeof SavedViewsDocument>['savedViews'][number];
export type SavedView = Omit<Stored, 'filter'> & {filter: Filter};

/** The views of a page, by name. */
export const savedViewsQuery = (page: string) =>
  queryOptions({
    queryKey: ['saved-views', page],
    queryFn: async ({signal}): Promise<SavedView[]> => {
      const {savedViews} = await request(SavedViewsDocument, {page}, signal);
      return savedViews.map(view => ({...view, filter: filterOf(view.filter)}));
    },
  });

/** Saves the filters of a page under a name; the name again replaces it. */
export const saveView = async (view: {page: string; name: string; filter: Filter}) =>
  (await request(SaveViewDocument, view)).saveView;

export const deleteView = async (id: number) => (await request(DeleteViewDocument, {id})).deleteView;

const filterOf = (stored: unknown): Filter =>
  typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? {...stored} : {};

/** Without the lesson in the panel at the side, which is no filter, and without what is not set. */
export const withoutPanel = ({lesson: _, ...filter}: Filter): Filter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));

/** Whether two filters say the same, in whatever order. */
export const isSameFilter = (one: Filter, other: Filter): boolean => written(one) === written(other);

const written = (filter: Filter): string =>
  JSON.stringify(Object.entries(withoutPanel(filter)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
