import { afterAll, beforeAll } from 'vitest';
import { type Harness, startHarness } from './harness.ts';
import { describePages, type PageCase } from './look-at.ts';
import { seedModels } from './seed-models.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
  await harness.seed(seedModels);
}, 240_000);
afterAll(() => harness?.close());

const modelPages: PageCase[] = [
  { name: 'models', path: '/models', ready: 'dl dd a' },
  { name: 'model', path: '/models/ranker', ready: 'tbody a' },
  { name: 'model-history', path: '/models/ranker?tab=history', ready: 'tbody time' },
  { name: 'model-watching', path: '/models/ranker?tab=watching', ready: '[role=slider] svg' },
  { name: 'model-predict', path: '/models/ranker?tab=predict', ready: 'form' },
  { name: 'model-schedule', path: '/models/ranker?tab=schedule', ready: 'form' },
  { name: 'model-version', path: '/models/ranker/versions/1', ready: '[role=slider] svg' },
  { name: 'model-compare', path: '/models/ranker/compare?versions=1,2', ready: '[role=slider] svg' },
  { name: 'model-compare-none', path: '/models/ranker/compare', ready: 'h1' },
  { name: 'model-train', path: '/models/ranker/train', ready: 'form' },
  { name: 'model-import', path: '/models/ranker/import', ready: 'form' },
];

describePages(() => harness, modelPages);
