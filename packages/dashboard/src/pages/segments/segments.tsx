import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { SegmentList } from './segment-list.tsx';

const SegmentPage = lazy(async () => ({ default: (await import('./segment-page.tsx')).SegmentPage }));
const NewSegment = lazy(async () => ({ default: (await import('./new-segment.tsx')).NewSegment }));

/** Segments: the list, and the rule of one with who is in it. */
export function Segments() {
  return (
    <Suspense>
      <Switch>
        <Route path="/segments" component={SegmentList} />
        <Route path="/segments/new" component={NewSegment} />
        <Route path="/segments/by-name/:name">
          {({ name }) => <SegmentPage key={name} name={decodeURIComponent(name)} />}
        </Route>
      </Switch>
    </Suspense>
  );
}
