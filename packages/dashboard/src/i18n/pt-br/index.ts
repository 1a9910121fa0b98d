import type { en } from '../en/index.ts';
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

/** Textos em português do Brasil, com as mesmas chaves que `en`. */
export const ptBR: typeof en = {
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
