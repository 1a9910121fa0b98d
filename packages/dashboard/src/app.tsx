import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { Route, Router, Switch, useLocation } from 'wouter';
import { liveStore } from './api/live-store.ts';
import { queryClient } from './api/query-client.ts';
import { useSession } from './api/session.ts';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { ErrorState } from './components/error-state.tsx';
import { useEscapedPath, useEscapedSearch } from './frame/address.ts';
import { Frame } from './frame/frame.tsx';
import { Texts } from './i18n/texts.tsx';
import { NotFound } from './pages/not-found/not-found.tsx';
import { Overview } from './pages/overview/overview.tsx';
import { theme } from './theme/theme.ts';

const Alerts = lazy(() => import('./pages/alerts/alerts.tsx').then((page) => ({ default: page.Alerts })));
const Boards = lazy(() => import('./pages/boards/boards.tsx').then((page) => ({ default: page.Boards })));
const SharedBoard = lazy(() =>
  import('./pages/boards/shared-board.tsx').then((page) => ({ default: page.SharedBoard })),
);
const Catalog = lazy(() => import('./pages/catalog/catalog.tsx').then((page) => ({ default: page.Catalog })));
const Connect = lazy(() => import('./pages/connect/connect.tsx').then((page) => ({ default: page.Connect })));
const Customers = lazy(() =>
  import('./pages/customers/customers.tsx').then((page) => ({ default: page.Customers })),
);
const CustomerPage = lazy(() =>
  import('./pages/customer/customer.tsx').then((page) => ({ default: page.CustomerPage })),
);
const Decisions = lazy(() =>
  import('./pages/decisions/decisions.tsx').then((page) => ({ default: page.Decisions })),
);
const Experiments = lazy(() =>
  import('./pages/experiments/experiments.tsx').then((page) => ({ default: page.Experiments })),
);
const Explore = lazy(() => import('./pages/explore/explore.tsx').then((page) => ({ default: page.Explore })));
const Funnels = lazy(() => import('./pages/funnels/funnels.tsx').then((page) => ({ default: page.Funnels })));
const Reports = lazy(() => import('./pages/reports/reports.tsx').then((page) => ({ default: page.Reports })));
const Retention = lazy(() =>
  import('./pages/retention/retention.tsx').then((page) => ({ default: page.Retention })),
);
const Paths = lazy(() => import('./pages/paths/paths.tsx').then((page) => ({ default: page.Paths })));
const Segments = lazy(() =>
  import('./pages/segments/segments.tsx').then((page) => ({ default: page.Segments })),
);
const Settings = lazy(() =>
  import('./pages/settings/settings.tsx').then((page) => ({ default: page.Settings })),
);
const Models = lazy(() => import('./pages/models/models.tsx').then((page) => ({ default: page.Models })));
const Pipeline = lazy(() =>
  import('./pages/pipeline/pipeline.tsx').then((page) => ({ default: page.Pipeline })),
);
const Placements = lazy(() =>
  import('./pages/placements/placements.tsx').then((page) => ({ default: page.Placements })),
);

const SignIn = lazy(() => import('./pages/sign-in/sign-in.tsx').then((page) => ({ default: page.SignIn })));

const colorSchemes = localStorageColorSchemeManager({ key: 'color-scheme' });

export function App() {
  return (
    <MantineProvider theme={theme} colorSchemeManager={colorSchemes} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Router hook={useEscapedPath} searchHook={useEscapedSearch}>
          <Switch>
            <Route path="/shared/:token">
              {({ token }) => (
                <Suspense>
                  <SharedBoard token={token} />
                </Suspense>
              )}
            </Route>
            <Route component={Pages} />
          </Switch>
        </Router>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Pages() {
  const session = useSession();
  const [path] = useLocation();
  const signedOut = session.data === null;

  useEffect(() => {
    if (signedOut) liveStore.close();
  }, [signedOut]);

  if (session.data === undefined) {
    return session.error ? (
      <div style={{ padding: 32 }}>
        <ErrorState error={session.error} onRetry={() => session.refetch()} />
      </div>
    ) : null;
  }
  if (session.data === null) {
    return (
      <Suspense>
        <SignIn />
      </Suspense>
    );
  }
  return (
    <Frame session={session.data}>
      <ErrorBoundary key={path}>
        <Suspense>
          <Texts needed={path !== '/'}>
            <Switch>
              <Route path="/" component={Overview} />
              <Route path="/explore" component={Explore} />
              <Route path="/funnels" component={Funnels} />
              <Route path="/retention" component={Retention} />
              <Route path="/paths" component={Paths} />
              <Route path="/customers" component={Customers} />
              <Route path="/customers/:id">
                {({ id }) => <CustomerPage key={id} id={decodeURIComponent(id)} />}
              </Route>
              <Route path="/decisions" component={Decisions} />
              <Route path="/experiments/*?" component={Experiments} />
              <Route path="/models/*?" component={Models} />
              <Route path="/placements/*?" component={Placements} />
              <Route path="/boards/*?" component={Boards} />
              <Route path="/reports/*?" component={Reports} />
              <Route path="/alerts/*?" component={Alerts} />
              <Route path="/pipeline" component={Pipeline} />
              <Route path="/segments/*?" component={Segments} />
              <Route path="/catalog/*?" component={Catalog} />
              <Route path="/settings" component={Settings} />
              <Route path="/connect" component={Connect} />
              <Route component={NotFound} />
            </Switch>
          </Texts>
        </Suspense>
      </ErrorBoundary>
    </Frame>
  );
}
