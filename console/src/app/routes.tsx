import type {QueryClient} from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import {wishOf} from '../features/coverage/filter.ts';
import {CoveragePage} from '../features/coverage/page.tsx';
import {coverageQuery, matrixQuery} from '../features/coverage/queries.ts';
import {type CoverageSearch, coverageSearch} from '../features/coverage/search.ts';
import {lessonSearch} from '../features/lesson/search.ts';
import {auditSearch} from '../features/audit/search.ts';
import {quarantineSearch} from '../features/quarantine/search.ts';
import {reviewSearch} from '../features/reviews/search.ts';
import {roadmapSearch, roadmapsSearch} from '../features/roadmaps/search.ts';
import {runsSearch} from '../features/runs/search.ts';
import {signInSearch} from '../features/sign-in/search.ts';
import {teamSearch} from '../features/team/search.ts';
import {votesSearch} from '../features/votes/search.ts';
import {meQuery} from '../lib/viewer.ts';
import {NotFound, PageError} from './faults.tsx';
import {Shell} from './shell.tsx';
import {shellSearch} from './shell-search.ts';

const root = createRootRouteWithContext<{queryClient: QueryClient}>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: PageError,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('../features/sign-in/page.tsx'), 'SignInPage'),
});

function askForCoverage(client: QueryClient, search: CoverageSearch): void {
  void client.prefetchQuery(matrixQuery(wishOf(search)));
  void client.prefetchQuery(coverageQuery);
}

/** All other pages need an account. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  validateSearch: shellSearch,
  beforeLoad: async ({context: {queryClient: client}, location}) => {
    // People begin with the coverage: it does not wait for their name. Who has none is told so there, too.
    const isFirst = client.getQueryData(meQuery.queryKey) === undefined;
    if (isFirst && location.pathname === '/') askForCoverage(client, coverageSearch(location.search));
    const me = await client.ensureQueryData(meQuery);
    if (me === null) throw redirect({to: '/sign-in', search: {next: location.href}});
  },
  component: Shell,
  errorComponent: PageError,
  notFoundComponent: NotFound,
});

const coverage = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: coverageSearch,
  loaderDeps: ({search}) => search,
  // Asked for before the page is drawn.
  loader: ({context: {queryClient: client}, deps}) => askForCoverage(client, deps),
  // People begin there: its code comes with that of the frame, and not after it.
  component: CoveragePage,
});

const brief = createRoute({
  getParentRoute: () => shell,
  path: '/brief',
  component: lazyRouteComponent(() => import('../features/brief/page.tsx'), 'BriefPage'),
});

const lesson = createRoute({
  getParentRoute: () => shell,
  path: '/lessons/$lessonId',
  validateSearch: lessonSearch,
  component: lazyRouteComponent(() => import('../features/lesson/page.tsx'), 'LessonPage'),
});

const votes = createRoute({
  getParentRoute: () => shell,
  path: '/votes',
  validateSearch: votesSearch,
  component: lazyRouteComponent(() => import('../features/votes/page.tsx'), 'VotesPage'),
});

const reviews = createRoute({
  getParentRoute: () => shell,
  path: '/reviews',
  validateSearch: reviewSearch,
  component: lazyRouteComponent(() => import('../features/reviews/page.tsx'), 'ReviewsPage'),
});

const runs = createRoute({
  getParentRoute: () => shell,
  path: '/runs',
  validateSearch: runsSearch,
  component: lazyRouteComponent(() => import('../features/runs/page.tsx'), 'RunsPage'),
});

const run = createRoute({
  getParentRoute: () => shell,
  path: '/runs/$runId',
  component: lazyRouteComponent(() => import('../features/runs/run-page.tsx'), 'RunPage'),
});

const quarantine = createRoute({
  getParentRoute: () => shell,
  path: '/quarantine',
  validateSearch: quarantineSearch,
  component: lazyRouteComponent(() => import('../features/quarantine/page.tsx'), 'QuarantinePage'),
});

const schedule = createRoute({
  getParentRoute: () => shell,
  path: '/schedule',
  component: lazyRouteComponent(() => import('../features/schedule/page.tsx'), 'SchedulePage'),
});

const limits = createRoute({
  getParentRoute: () => shell,
  path: '/limits',
  component: lazyRouteComponent(() => import('../features/limits/page.tsx'), 'LimitsPage'),
});

const roadmaps = createRoute({
  getParentRoute: () => shell,
  path: '/roadmaps',
  validateSearch: roadmapsSearch,
  component: lazyRouteComponent(() => import('../features/roadmaps/page.tsx'), 'RoadmapsPage'),
});

const roadmap = createRoute({
  getParentRoute: () => shell,
  path: '/roadmaps/$roadmapKey',
  validateSearch: roadmapSearch,
  component: lazyRouteComponent(() => import('../features/roadmaps/roadmap-page.tsx'), 'RoadmapPage'),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('../features/audit/page.tsx'), 'AuditPage'),
});

const team = createRoute({
  getParentRoute: () => shell,
  path: '/team',
  validateSearch: teamSearch,
  component: lazyRouteComponent(() => import('../features/team/page.tsx'), 'TeamPage'),
});

const account = createRoute({
  getParentRoute: () => shell,
  path: '/account',
  component: lazyRouteComponent(() => import('../features/account/page.tsx'), 'AccountPage'),
});

export const routeTree = root.addChildren([
  signIn,
  shell.addChildren([
    coverage,
    brief,
    lesson,
    votes,
    reviews,
    runs,
    run,
    quarantine,
    schedule,
    limits,
    roadmaps,
    roadmap,
    audit,
    team,
    account,
  ]),
]);
