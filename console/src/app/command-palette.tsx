import {
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
  spotlight,
} from '@mantine/spotlight';
import {useNavigate} from '@tanstack/react-router';
import {useMemo} from 'react';
import type {Me} from '../lib/viewer.ts';
import {PAGES} from './navigation.ts';
import {useSignOut} from './sign-out.ts';

/** Opens the palette; Ctrl-K and Cmd-K do, too. */
export const openPalette = (): void => spotlight.open();

/** Goes to any page and does what is done often, by typing a few letters of it. */
export function CommandPalette({me}: {me: Me}) {
  const navigate = useNavigate();
  const signOut = useSignOut();
  const groups = useMemo((): SpotlightActionGroupData[] => {
    const pages: SpotlightActionData[] = PAGES.filter(page => me.scopes.includes(page.scope)).map(
      ({to, label, icon: Icon, keywords}) => ({
        id: to,
        label,
        keywords,
        leftSection: <Icon size={18} stroke={1.6} aria-hidden />,
        onClick: () => void navigate({to}),
      }),
    );
    const acts: SpotlightActionData[] = [
      {id: 'account', label: 'Your sessions and tokens', onClick: () => void navigate({to: '/account'})},
      {id: 'sign-out', label: 'Sign out', onClick: () => signOut.mutate()},
    ];
    return [
      {group: 'Pages', actions: pages},
      {group: 'Do', actions: acts},
    ];
  }, [me, navigate, signOut.mutate]);

  return (
    <Spotlight
      actions={groups}
      shortcut={['mod + K']}
      nothingFound="Nothing fits."
      highlightQuery
      scrollable
      maxHeight={420}
      searchProps={{
        placeholder: 'Page, roadmap, step, lesson, run, or what to do',
        'aria-label': 'Find or do',
      }}
    />
  );
}
