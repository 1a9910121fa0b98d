import { alerts } from './alerts.ts';
import { annotations } from './annotations.ts';
import { asking } from './asking.ts';
import { boards } from './boards.ts';
import { catalog } from './catalog.ts';
import { connect } from './connect.ts';
import { customers } from './customers.ts';
import { decisions } from './decisions.ts';
import { experimentDesign } from './experiment-design.ts';
import { experimentResults } from './experiment-results.ts';
import { experiments } from './experiments.ts';
import { explore } from './explore.ts';
import { frame } from './frame.ts';
import { funnels } from './funnels.ts';
import { modelPredict } from './model-predict.ts';
import { modelTold } from './model-told.ts';
import { modelWork } from './model-work.ts';
import { models } from './models.ts';
import { overview } from './overview.ts';
import { palette } from './palette.ts';
import { paths } from './paths.ts';
import { pipeline } from './pipeline.ts';
import { placements } from './placements.ts';
import { refusals } from './refusals.ts';
import { reports } from './reports.ts';
import { retention } from './retention.ts';
import { segments } from './segments.ts';
import { settings } from './settings.ts';
import { signIn } from './sign-in.ts';

/** English texts, a file for each page. `pt-br` must have the same keys; the types and a test see to it. */
export const en = {
  ...frame,
  ...alerts,
  ...annotations,
  ...boards,
  ...palette,
  ...paths,
  ...retention,
  ...funnels,
  ...explore,
  ...asking,
  ...experiments,
  ...experimentDesign,
  ...experimentResults,
  ...signIn,
  ...overview,
  ...customers,
  ...decisions,
  ...connect,
  ...models,
  ...modelWork,
  ...modelTold,
  ...modelPredict,
  ...pipeline,
  ...placements,
  ...catalog,
  ...segments,
  ...settings,
  ...reports,
  ...refusals,
};
