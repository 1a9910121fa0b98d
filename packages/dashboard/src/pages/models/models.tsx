import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { ModelList } from './list/model-list.tsx';

const ModelPage = lazy(async () => ({ default: (await import('./model/model-page.tsx')).ModelPage }));
const VersionPage = lazy(async () => ({ default: (await import('./version/version-page.tsx')).VersionPage }));
const ComparePage = lazy(async () => ({ default: (await import('./compare/compare-page.tsx')).ComparePage }));
const TrainPage = lazy(async () => ({ default: (await import('./training/train-page.tsx')).TrainPage }));
const ImportPage = lazy(async () => ({ default: (await import('./importing/import-page.tsx')).ImportPage }));

/** The registry's pages: all models, one, one version, several beside each other, training, and import. */
export function Models() {
  return (
    <Suspense>
      <Switch>
        <Route path="/models" component={ModelList} />
        <Route path="/models/:name">
          {({ name }) => <ModelPage key={name} name={decodeURIComponent(name)} />}
        </Route>
        <Route path="/models/:name/train">
          {({ name }) => <TrainPage key={name} name={decodeURIComponent(name)} />}
        </Route>
        <Route path="/models/:name/import">
          {({ name }) => <ImportPage key={name} name={decodeURIComponent(name)} />}
        </Route>
        <Route path="/models/:name/compare">
          {({ name }) => <ComparePage key={name} name={decodeURIComponent(name)} />}
        </Route>
        <Route path="/models/:name/versions/:version">
          {({ name, version }) => (
            <VersionPage
              key={`${name} ${version}`}
              name={decodeURIComponent(name)}
              version={Number(version)}
            />
          )}
        </Route>
        <Route>
          <Redirect to="/models" replace />
        </Route>
      </Switch>
    </Suspense>
  );
}
