import {deleteView, type SavedView, savedViews, saveView} from '../../sql/queries/saved-views.ts';
import {builder} from '../graphql/builder.ts';
import {countUpTo, textUpTo} from '../graphql/inputs.ts';
import {actorIn} from './actor.ts';
import {done, notDone, type Outcome, OutcomeType} from './outcome.ts';

/** Of one page: what a menu can show. */
const MAX_VIEWS = 100;
const MAX_FILTER_CHARACTERS = 10_000;

const SavedViewType = builder.objectRef<SavedView>('SavedView').implement({
  description: 'The filters of a page of the console under a name, which the team shares.',
  fields: t => ({
    savedViewId: t.exposeInt('savedViewId'),
    page: t.exposeString('page'),
    name: t.exposeString('name'),
    filter: t.expose('filter', {type: 'JSON', nullable: true, description: 'As the page gave it.'}),
    savedBy: t.exposeString('savedBy'),
    savedAt: t.expose('savedAt', {type: 'DateTime'}),
  }),
});

type Saved = Outcome & {view: SavedView | null};

const SavedType = builder.objectRef<Saved>('SaveViewPayload').implement({
  fields: t => ({
    success: t.exposeBoolean('success'),
    message: t.exposeString('message'),
    view: t.expose('view', {type: SavedViewType, nullable: true}),
  }),
});

/** A NUL, or a half of a character pair alone: JSON escapes them, and jsonb refuses them. */
const UNSTORABLE = /\\u(0000|d[89a-f])/i;

/** What is wrong with a view; null where nothing is. */
function viewFault({page, name, filter}: {page: string; name: string; filter: unknown}): string | null {
  if (page === '') return 'Name the page of the view.';
  if (name === '') return 'A view needs a name.';
  const text = JSON.stringify(filter ?? null);
  if (text.length > MAX_FILTER_CHARACTERS)
    return `The filter has more than ${MAX_FILTER_CHARACTERS} characters.`;
  return UNSTORABLE.test(text) ? 'The filter holds a character that cannot be stored.' : null;
}

/** Views that the team shares. */
export function addViews(): void {
  builder.queryField('savedViews', t =>
    t.field({
      type: [SavedViewType],
      authScopes: {mentor: true},
      description: 'The views of a page, or of all, by name.',
      args: {page: t.arg.string({validate: textUpTo(50)})},
      resolve: async (_root, {page}, {pool}) => savedViews(pool, page ?? null),
    }),
  );

  builder.mutationField('saveView', t =>
    t.field({
      type: SavedType,
      authScopes: {moderator: true},
      description:
        'Saves the filters of a page under a name, for the whole team; the name again replaces it.',
      args: {
        page: t.arg.string({required: true, validate: textUpTo(50)}),
        name: t.arg.string({required: true, validate: textUpTo(100)}),
        filter: t.arg({type: 'JSON', required: true}),
      },
      resolve: async (_root, {filter, ...given}, context): Promise<Saved> => {
        const view = {page: given.page.trim(), name: given.name.trim(), filter};
        const fault = viewFault(view);
        if (fault !== null) return {...notDone(fault), view: null};
        const saved = await saveView(context.pool, {...view, actor: actorIn(context), maxCount: MAX_VIEWS});
        return saved === null
          ? {...notDone(`The page has ${MAX_VIEWS} views already. Delete one first.`), view: null}
          : {...done('The view is saved.'), view: saved};
      },
    }),
  );

  builder.mutationField('deleteView', t =>
    t.field({
      type: OutcomeType,
      authScopes: {moderator: true},
      description: 'Deletes a view of the team.',
      args: {id: t.arg.int({required: true, validate: countUpTo(2 ** 31 - 1)})},
      resolve: async (_root, {id}, {pool}) =>
        (await deleteView(pool, id)) ? done('The view is deleted.') : notDone('There is no such view.'),
    }),
  );
}
