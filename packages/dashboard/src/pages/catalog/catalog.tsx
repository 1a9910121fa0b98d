import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { ItemList } from './item-list.tsx';

const ItemPage = lazy(async () => ({ default: (await import('./item-page.tsx')).ItemPage }));
const NewItem = lazy(async () => ({ default: (await import('./new-item.tsx')).NewItem }));

/** The catalog: what can be recommended, and how each item does. */
export function Catalog() {
  return (
    <Suspense>
      <Switch>
        <Route path="/catalog" component={ItemList} />
        <Route path="/catalog/new" component={NewItem} />
        <Route path="/catalog/items/:id">
          {({ id }) => <ItemPage key={id} itemId={decodeURIComponent(id)} />}
        </Route>
      </Switch>
    </Suspense>
  );
}
