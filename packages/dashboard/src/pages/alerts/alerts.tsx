import { Route, Switch } from 'wouter';
import { AlertList } from './alert-list.tsx';
import { AlertPage } from './alert-page.tsx';
import { NewAlert } from './new-alert.tsx';

/** What is watched, what fires, and what did. */
export function Alerts() {
  return (
    <Switch>
      <Route path="/alerts" component={AlertList} />
      <Route path="/alerts/new" component={NewAlert} />
      <Route path="/alerts/:id">{({ id }) => <AlertPage key={id} id={decodeURIComponent(id)} />}</Route>
    </Switch>
  );
}
