import {useDebouncedValue} from '@mantine/hooks';
import {useQuery} from '@tanstack/react-query';
import type {Me} from '../../lib/viewer.ts';
import {pageItems, useCommands} from './commands.ts';
import {findQuery, type Hit, HIT_LABELS, itemOf} from './find-query.ts';
import {distinct, fits, type Group} from './items.ts';

/** Who types a word asks once, not at each letter. */
const TYPING_MS = 120;

const KINDS = ['roadmap', 'step', 'lesson', 'run'] as const;

/**
 * What can be chosen, given what was typed: what was chosen lately first, then pages and acts, then what the server finds.
 *
 * @param isSearching whether more may come
 */
export function useGroups({me, query, recent}: {me: Me; query: string; recent: readonly Hit[]}): {
  groups: Group[];
  isSearching: boolean;
  error: unknown;
  hitOf: (id: string) => Hit | undefined;
} {
  const text = query.trim();
  const [settled] = useDebouncedValue(text, TYPING_MS);
  const canFind = me.scopes.includes('MENTOR');
  const find = useQuery({...findQuery(settled), enabled: canFind && settled !== ''});
  const commands = useCommands(me);
  const seesLessons = me.scopes.includes('MODERATOR');

  const found = text === '' ? [] : (find.data ?? []);
  const hits = new Map<string, Hit>();
  const itemsOf = (some: readonly Hit[]) =>
    some.flatMap(hit => {
      const item = itemOf(hit, seesLessons);
      if (item !== null) hits.set(item.id, hit);
      return item ?? [];
    });
  const groups = distinct([
    {label: 'Lately', items: itemsOf(recent.filter(({title, belongsTo}) => fits(text, title, belongsTo)))},
    {label: 'Pages', items: pageItems(me).filter(({label, keywords}) => fits(text, label, keywords))},
    {label: 'Do', items: commands.filter(({label, keywords}) => fits(text, label, keywords))},
    ...KINDS.map(kind => ({label: HIT_LABELS[kind], items: itemsOf(found.filter(hit => hit.kind === kind))})),
  ]);
  return {
    groups,
    isSearching: canFind && text !== '' && (settled !== text || find.isFetching),
    error: find.isError && settled !== '' ? find.error : null,
    hitOf: id => hits.get(id),
  };
}
