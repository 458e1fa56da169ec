import {
  IconBook2,
  IconChecklist,
  IconCoin,
  IconGridDots,
  IconHistory,
  IconMoonStars,
  IconRoute,
  IconShieldExclamation,
  IconSunrise,
  IconThumbUp,
  IconUsers,
} from '@tabler/icons-react';
import type {Scope} from '../lib/viewer.ts';

/** The pages of the menu and of the command palette, each with the scope without which it is not there. */
export const PAGES = [
  {to: '/', label: 'Coverage', icon: IconGridDots, scope: 'MENTOR', keywords: 'matrix cells missing home'},
  {
    to: '/brief',
    label: 'Morning brief',
    icon: IconSunrise,
    scope: 'MODERATOR',
    keywords: 'last night summary',
  },
  {
    to: '/reviews',
    label: 'Review queue',
    icon: IconChecklist,
    scope: 'MENTOR',
    keywords: 'mentor verdict claim',
  },
  {
    to: '/votes',
    label: 'Votes',
    icon: IconThumbUp,
    scope: 'MODERATOR',
    keywords: 'comments controversial collapsing',
  },
  {to: '/runs', label: 'Runs', icon: IconRoute, scope: 'MODERATOR', keywords: 'warm-up progress start'},
  {
    to: '/quarantine',
    label: 'Quarantine',
    icon: IconShieldExclamation,
    scope: 'MODERATOR',
    keywords: 'drafts findings',
  },
  {to: '/schedule', label: 'Schedule', icon: IconMoonStars, scope: 'MODERATOR', keywords: 'night cron next'},
  {
    to: '/limits',
    label: 'Limits',
    icon: IconCoin,
    scope: 'MODERATOR',
    keywords: 'quota budget price dollars',
  },
  {to: '/roadmaps', label: 'Roadmaps', icon: IconBook2, scope: 'MENTOR', keywords: 'import steps'},
  {to: '/audit', label: 'Audit', icon: IconHistory, scope: 'ADMIN', keywords: 'log who did what'},
  {to: '/team', label: 'Team', icon: IconUsers, scope: 'ADMIN', keywords: 'roles accounts tokens'},
] as const satisfies readonly {to: string; label: string; icon: unknown; scope: Scope; keywords: string}[];
