import { Route, Switch } from 'wouter';
import { BoardList } from './board-list.tsx';
import { BoardPage } from './board-page.tsx';

/** Charts and tables that people put together. */
export function Boards() {
  return (
    <Switch>
      <Route path="/boards" component={BoardList} />
      <Route path="/boards/:id">{({ id }) => <BoardPage key={id} id={decodeURIComponent(id)} />}</Route>
    </Switch>
  );
}
