import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { PlacementList } from './placement-list.tsx';

const PlacementPage = lazy(() =>
  import('./placement-page.tsx').then((page) => ({ default: page.PlacementPage })),
);
const NewPlacement = lazy(() =>
  import('./new-placement.tsx').then((page) => ({ default: page.NewPlacement })),
);

/** Placements: the list, and the settings of one with what it would answer and what its policy has learnt. */
export function Placements() {
  return (
    <Suspense>
      <Switch>
        <Route path="/placements" component={PlacementList} />
        <Route path="/placements/new" component={NewPlacement} />
        <Route path="/placements/:name">
          {({ name }) => <PlacementPage key={name} name={decodeURIComponent(name)} />}
        </Route>
      </Switch>
    </Suspense>
  );
}
