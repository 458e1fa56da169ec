import {useMantineColorScheme} from '@mantine/core';
import {
  IconArrowBackUp,
  IconDeviceDesktop,
  IconFileImport,
  IconKey,
  IconLogout,
  IconMoon,
  IconPlayerPlay,
  IconRefresh,
  IconSun,
  IconUserPlus,
  IconWriting,
} from '@tabler/icons-react';
import {useCountAnew} from '../../components/count-anew.ts';
import type {Me, Scope} from '../../lib/viewer.ts';
import {PAGES} from '../navigation.ts';
import {useSignOut} from '../sign-out.ts';
import type {Item} from './items.ts';

/** The pages that a person may see. */
export const pageItems = ({scopes}: Me): Item[] =>
  PAGES.filter(page => scopes.includes(page.scope)).map(({to, label, icon, keywords}) => ({
    id: to,
    label,
    keywords,
    icon,
    target: {to},
  }));

/** What a person may do from anywhere. */
export function useCommands({scopes}: Me): Item[] {
  const {setColorScheme} = useMantineColorScheme();
  const signOut = useSignOut();
  const counting = useCountAnew();
  const commands: (Item & {scope?: Scope})[] = [
    {
      id: 'start-run',
      label: 'Start a run',
      keywords: 'fill warm up generate make lessons',
      icon: IconPlayerPlay,
      scope: 'ADMIN',
      target: {to: '/runs', search: {start: true}},
    },
    {
      id: 'claim-review',
      label: 'Review the next lesson',
      keywords: 'claim mentor verdict',
      icon: IconWriting,
      scope: 'MENTOR',
      target: {to: '/reviews', search: {claim: true}},
    },
    {
      id: 'count-anew',
      label: 'Count the coverage anew',
      keywords: 'refresh',
      icon: IconRefresh,
      scope: 'MENTOR',
      run: () => counting.mutate(),
    },
    {
      id: 'import',
      label: 'Import roadmaps',
      keywords: 'add yaml file upload',
      icon: IconFileImport,
      scope: 'ADMIN',
      target: {to: '/roadmaps', search: {import: true}},
    },
    {
      id: 'undo-bulk',
      label: 'Undo an act on many lessons',
      keywords: 'bulk take back',
      icon: IconArrowBackUp,
      scope: 'ADMIN',
      target: {to: '/audit'},
    },
    {
      id: 'give-role',
      label: 'Give somebody a role',
      keywords: 'team add mentor moderator administrator',
      icon: IconUserPlus,
      scope: 'ADMIN',
      target: {to: '/team', search: {add: true}},
    },
    {
      id: 'account',
      label: 'Your sessions and tokens',
      keywords: 'account api key script',
      icon: IconKey,
      target: {to: '/account'},
    },
    {
      id: 'light',
      label: 'Light colours',
      keywords: 'theme bright',
      icon: IconSun,
      run: () => setColorScheme('light'),
    },
    {
      id: 'dark',
      label: 'Dark colours',
      keywords: 'theme night',
      icon: IconMoon,
      run: () => setColorScheme('dark'),
    },
    {
      id: 'auto',
      label: 'Colours as the system has them',
      keywords: 'theme light dark',
      icon: IconDeviceDesktop,
      run: () => setColorScheme('auto'),
    },
    {
      id: 'sign-out',
      label: 'Sign out',
      keywords: 'log out leave end',
      icon: IconLogout,
      run: () => signOut.mutate(),
    },
  ];
  return commands.filter(({scope}) => scope === undefined || scopes.includes(scope));
}
