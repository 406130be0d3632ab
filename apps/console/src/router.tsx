import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import { ApiProblem } from './api/api-problem';
import { meQuery } from './api/me';
import { queryClient } from './api/query-client';
import { statusQuery } from './api/status';
import { Announcer } from './shell/announcer';
import { Broken } from './shell/broken';
import { Frame } from './shell/frame';
import { NotFound } from './shell/not-found';
import { PageLoading } from './shell/page-loading';
import { isForThem, places } from './shell/places';
import { readFilters, text } from './search-params';
import type { PeopleFilters } from './pages/people/filters';
import { peopleRowsQuery } from './pages/people/people-rows';
import { SignInPage } from './pages/sign-in/sign-in-page';
import { withSentences } from './texts/sentences';

const root = createRootRoute({
  component: () => (
    <>
      <Outlet />
      <Announcer />
    </>
  ),
  notFoundComponent: NotFound,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readFilters({ account: text, next: text, done: text }),
  component: SignInPage,
});
const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./pages/sign-in/set-up-page'), 'SetUpPage'),
});
const setPassword = createRoute({
  getParentRoute: () => root,
  path: '/set-password',
  component: lazyRouteComponent(() => import('./pages/sign-in/set-password-page'), 'SetPasswordPage'),
});

/** So long the first page waits for what stands above it: it would be moved down by what comes later. */
const statusMs = 300;
let isStatusAwaited = false;

async function statusFirst(): Promise<void> {
  if (isStatusAwaited) return;
  isStatusAwaited = true;
  const known = queryClient.ensureQueryData(statusQuery).catch(() => undefined); // the page says what failed
  await Promise.race([known, new Promise((done) => setTimeout(done, statusMs))]);
}

interface Address {
  readonly pathname: string;
  readonly href: string;
  readonly search: object;
}

/** Where the sign-in leads afterwards; the first address may say the account (`/?account=demo`, as the start prints it). */
function whenBack({ pathname, href, search }: Address): { readonly next: string } | { readonly account?: string } {
  if (pathname !== '/') return { next: href };
  const { account } = search as { readonly account?: unknown };
  return typeof account === 'string' ? { account } : {};
}

/** The pages of somebody who is signed in and may see them; others are led to the sign-in, and back. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Frame,
  pendingComponent: PageLoading,
  beforeLoad: async ({ location }) => {
    try {
      const { permissions } = await queryClient.ensureQueryData(meQuery);
      if (!isForThem(location.pathname, permissions)) throw notFound();
      if (permissions.includes('scim.read')) await statusFirst();
    } catch (error) {
      if (!(error instanceof ApiProblem) || !error.isSignedOut) throw error;
      throw redirect({ to: '/sign-in', search: whenBack(location) });
    }
  },
});

const page = <const Path extends string>(path: Path) => ({ getParentRoute: () => inside, path });

const home = createRoute({
  ...page('/'),
  validateSearch: readFilters({ account: text }),
  beforeLoad: async () => {
    const { permissions } = await queryClient.ensureQueryData(meQuery);
    throw redirect({ to: places.find(({ permission }) => permissions.includes(permission))?.to ?? '/profile' });
  },
});
const provisioning = createRoute({
  ...page('/provisioning'),
  validateSearch: readFilters({ watch: text, replaces: text }),
  component: lazyRouteComponent(
    withSentences(() => import('./pages/provisioning/provisioning-page')),
    'ProvisioningPage',
  ),
});
/** The rows of the list of people are on their way while the code of its page is. */
function askForPeople({ search }: { readonly search: PeopleFilters }): void {
  if (!search.search) void queryClient.prefetchQuery(peopleRowsQuery(search, 0));
}

const people = createRoute({
  ...page('/people'),
  validateSearch: readFilters({
    search: text,
    type: text,
    active: text,
    kept: text,
    released: text,
    order: text,
    person: text,
  }),
  beforeLoad: askForPeople,
  component: lazyRouteComponent(() => import('./pages/people/people-page'), 'PeoplePage'),
});
const person = createRoute({
  ...page('/people/$userId'),
  component: lazyRouteComponent(() => import('./pages/people/person-page'), 'PersonPage'),
});
const roles = createRoute({
  ...page('/roles'),
  component: lazyRouteComponent(() => import('./pages/roles/roles-page'), 'RolesPage'),
});
const teams = createRoute({
  ...page('/teams'),
  validateSearch: readFilters({ search: text, owner: text, drift: text, held: text }),
  component: lazyRouteComponent(() => import('./pages/teams/teams-page'), 'TeamsPage'),
});
const team = createRoute({
  ...page('/teams/$teamId'),
  validateSearch: readFilters({ tab: text }),
  component: lazyRouteComponent(() => import('./pages/teams/team-page'), 'TeamPage'),
});
const takeovers = createRoute({
  ...page('/takeovers'),
  validateSearch: readFilters({ state: text }),
  component: lazyRouteComponent(() => import('./pages/takeovers/takeovers-page'), 'TakeoversPage'),
});
const takeover = createRoute({
  ...page('/takeovers/$takeoverId'),
  component: lazyRouteComponent(() => import('./pages/takeovers/takeover-page'), 'TakeoverPage'),
});
const reconciler = createRoute({
  ...page('/reconciler'),
  validateSearch: readFilters({ team: text, outcome: text, since: text }),
  component: lazyRouteComponent(() => import('./pages/reconciler/reconciler-page'), 'ReconcilerPage'),
});
const run = createRoute({
  ...page('/reconciler/runs/$runId'),
  component: lazyRouteComponent(() => import('./pages/reconciler/run-page'), 'RunPage'),
});
const leavers = createRoute({
  ...page('/leavers'),
  validateSearch: readFilters({ state: text }),
  component: lazyRouteComponent(() => import('./pages/leavers/leavers-page'), 'LeaversPage'),
});
const log = createRoute({
  ...page('/log'),
  validateSearch: readFilters({ q: text, outcome: text, by: text, range: text, from: text, to: text, log: text }),
  component: lazyRouteComponent(() => import('./pages/log/log-page'), 'LogPage'),
});
const request = createRoute({
  ...page('/log/$requestId'),
  component: lazyRouteComponent(() => import('./pages/log/request-page'), 'RequestPage'),
});
const why = createRoute({
  ...page('/why'),
  validateSearch: readFilters({ kind: text, user: text, team: text, token: text, at: text }),
  component: lazyRouteComponent(
    withSentences(() => import('./pages/why/why-page')),
    'WhyPage',
  ),
});
const settings = createRoute({
  ...page('/settings'),
  component: lazyRouteComponent(
    withSentences(() => import('./pages/settings/settings-page')),
    'SettingsPage',
  ),
});
const profile = createRoute({
  ...page('/profile'),
  component: lazyRouteComponent(() => import('./pages/profile/profile-page'), 'ProfilePage'),
});

const pages = [
  home,
  provisioning,
  people,
  person,
  roles,
  teams,
  team,
  takeovers,
  takeover,
  reconciler,
  run,
  leavers,
  log,
  request,
  why,
];

/** All addresses of the console. */
export const router = createRouter({
  basepath: '/console',
  routeTree: root.addChildren([signIn, setUp, setPassword, inside.addChildren([...pages, settings, profile])]),
  defaultPreload: 'intent',
  defaultErrorComponent: ({ error, reset }: ErrorComponentProps) => <Broken error={error} onRetry={reset} />,
  scrollRestoration: true,
});

/** Loads the code of the page that the address says, while it is not known yet who is signed in. */
export function loadFirstPage(): void {
  const [routes] = router.getMatchedRoutes(router.latestLocation.pathname);
  for (const { options } of routes) {
    const { component } = options as { readonly component?: { readonly preload?: () => Promise<void> } };
    void component?.preload?.();
  }
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
