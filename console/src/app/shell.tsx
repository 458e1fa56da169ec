import {
  ActionIcon,
  AppShell,
  Burger,
  Button,
  Group,
  Kbd,
  NavLink,
  ScrollArea,
  Text,
  Title,
  VisuallyHidden,
} from '@mantine/core';
import {useDisclosure} from '@mantine/hooks';
import {IconSearch} from '@tabler/icons-react';
import {useQuery} from '@tanstack/react-query';
import {Link, Outlet, useNavigate, useRouterState} from '@tanstack/react-router';
import {useEffect} from 'react';
import {meQuery} from '../lib/viewer.ts';
import {CommandPalette, openPalette} from './command-palette.tsx';
import {LessonDrawer} from './lesson-drawer.tsx';
import {PAGES} from './navigation.ts';
import {UserMenu} from './user-menu.tsx';

/** What surrounds each page: the menu, the command palette, and a lesson in a panel where one is asked for. */
export function Shell() {
  const [isOpen, {toggle, close}] = useDisclosure();
  const {data: me} = useQuery(meQuery);
  const navigate = useNavigate();
  const location = useRouterState({select: state => state.location});
  useEffect(close, [location.pathname, close]);
  useEffect(() => {
    // While the sign-in page is on its way, the address is its own already, and the shell still there.
    if (me === null && location.pathname !== '/sign-in')
      void navigate({to: '/sign-in', search: {next: location.href}});
  }, [me, navigate, location]);
  if (!me) return null;
  const pages = PAGES.filter(page => me.scopes.includes(page.scope));

  return (
    <AppShell
      header={{height: 52}}
      navbar={{width: 208, breakpoint: 'sm', collapsed: {mobile: !isOpen}}}
      padding="md"
    >
      <a className="skip-link" href="#main">
        Skip to the page
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Menu" />
            <img src="/icon.svg" width={26} height={26} alt="" />
            <Text fw={700} size="lg">
              Preheat
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Button
              variant="default"
              size="xs"
              leftSection={<IconSearch size={14} aria-hidden />}
              rightSection={<Kbd size="xs">Ctrl K</Kbd>}
              onClick={openPalette}
              visibleFrom="xs"
            >
              Find or do
            </Button>
            <ActionIcon variant="default" onClick={openPalette} hiddenFrom="xs" aria-label="Find or do">
              <IconSearch size={16} aria-hidden />
            </ActionIcon>
            <UserMenu me={me} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Pages">
        <ScrollArea>
          {pages.map(({to, label, icon: Icon}) => {
            const isHere = to === '/' ? location.pathname === '/' : location.pathname.startsWith(to);
            return (
              <NavLink
                key={to}
                component={Link}
                to={to}
                label={label}
                leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
                active={isHere}
                {...(isHere && {'aria-current': 'page'})}
              />
            );
          })}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        {pages.length === 0 ? <NothingHere /> : <Outlet />}
      </AppShell.Main>
      <CommandPalette me={me} />
      {me.scopes.includes('MODERATOR') && <LessonDrawer />}
      <VisuallyHidden aria-live="polite" id="announcer" />
    </AppShell>
  );
}

const NothingHere = () => (
  <>
    <Title order={1}>Nothing here for this account</Title>
    <Text mt="sm">
      The console is for mentors, moderators and administrators. An administrator can change your role.
    </Text>
  </>
);
