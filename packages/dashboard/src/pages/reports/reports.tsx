import { Route, Switch } from 'wouter';
import { EditReport, NewReport } from './edit-report.tsx';
import { ReportList } from './report-list.tsx';

/** Reports by the clock, and the files of those that are finished. */
export function Reports() {
  return (
    <Switch>
      <Route path="/reports" component={ReportList} />
      <Route path="/reports/new" component={NewReport} />
      <Route path="/reports/:id">{({ id }) => <EditReport key={id} id={decodeURIComponent(id)} />}</Route>
    </Switch>
  );
}
