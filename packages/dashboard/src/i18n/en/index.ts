import { connect } from './connect.ts';
import { customers } from './customers.ts';
import { decisions } from './decisions.ts';
import { experimentDesign } from './experiment-design.ts';
import { experimentResults } from './experiment-results.ts';
import { experiments } from './experiments.ts';
import { frame } from './frame.ts';
import { modelWork } from './model-work.ts';
import { models } from './models.ts';
import { overview } from './overview.ts';
import { placements } from './placements.ts';
import { signIn } from './sign-in.ts';

/** English texts, a file for each page. `pt-br` must have the same keys; the types and a test see to it. */
export const en = {
  ...frame,
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
  ...placements,
};
