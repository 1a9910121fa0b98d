import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { ExperimentList } from './list/experiment-list.tsx';

const Design = lazy(() => import('./design/design.tsx').then((page) => ({ default: page.Design })));
const ExperimentPage = lazy(() =>
  import('./results/experiment-page.tsx').then((page) => ({ default: page.ExperimentPage })),
);

/** Experiments: the list, the design of one, and what one has shown. */
export function Experiments() {
  return (
    <Suspense>
      <Switch>
        <Route path="/experiments" component={ExperimentList} />
        <Route path="/experiments/new">
          <Design key="new" experimentKey={undefined} />
        </Route>
        <Route path="/experiments/:key/design">
          {({ key }) => <Design key={key} experimentKey={decodeURIComponent(key)} />}
        </Route>
        <Route path="/experiments/:key">
          {({ key }) => <ExperimentPage key={key} experimentKey={decodeURIComponent(key)} />}
        </Route>
      </Switch>
    </Suspense>
  );
}
