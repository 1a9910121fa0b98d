import type { ProblemSources } from '../analytics/alerts/index.ts';
import { type PipelineService, pipelineJobKind } from '../analytics/pipeline/index.ts';
import type { ExperimentService } from '../experimentation/index.ts';
import { experimentProblems } from '../experimentation/results/experiment-problems.ts';
import { experimentResults } from '../experimentation/results/experiment-results.ts';
import type { Job } from '../stores/control/control-store.ts';
import type { Warehouse } from '../stores/warehouse/warehouse.ts';
import type { Learning } from './learning.ts';

/** Newest first. */
interface EndedJobs {
  list(query: { limit: number }): Promise<{
    data: readonly Pick<Job, 'id' | 'kind' | 'state' | 'error'>[];
  }>;
}

type Found = Awaited<ReturnType<ProblemSources['jobs']>>;

/** Results of experiments are costly: they are read again after so long. */
const experimentsForMs = 5 * 60_000;
/** Compiling the project takes a worker; what it holds changes seldom. */
const manifestForMs = 5 * 60_000;
/** Jobs that ended, of which the newest of each kind counts. */
const newestJobs = 200;

/** Where alerts look for problems. */
export function problemSources({
  learning,
  experiments,
  warehouse,
  pipeline,
  jobs,
}: {
  learning: { watch: Pick<Learning['watch'], 'problems'> };
  experiments: Pick<ExperimentService, 'list'>;
  warehouse: Pick<Warehouse, 'query'>;
  pipeline: Pick<PipelineService, 'states' | 'runs'> & {
    manifest(): Promise<{ nodes: readonly { id: string }[] }>;
  };
  jobs: EndedJobs;
}): ProblemSources {
  const nodes = keptFor(manifestForMs, async () => {
    // Of a project that does not compile nothing is known to be gone.
    const manifest = await pipeline.manifest().catch(() => undefined);
    return manifest && new Set(manifest.nodes.map(({ id }) => id));
  });
  return {
    models: () =>
      learning.watch.problems().map(({ model, kind, feature, value, limit, detail }) => ({
        subject: model.slice(0, model.lastIndexOf('@')),
        key: `${model} ${kind} ${feature ?? ''}`,
        words: {
          en: `${model} ${detail}`,
          'pt-BR': `${model} ${inPortuguese[kind](feature ?? '', value, limit)}`,
        },
      })),
    experiments: keptFor(experimentsForMs, () => problemsOfExperiments(experiments, warehouse)),
    pipeline: () => problemsOfPipeline({ states: pipeline.states, runs: pipeline.runs, manifest: nodes }),
    jobs: () => failedJobs(jobs),
  };
}

type Limit = ReturnType<Learning['watch']['problems']>[number];
const inPortuguese: Record<Limit['kind'], (feature: string, value: number, limit: number) => string> = {
  reward: (_, value, limit) =>
    `recebe cliques em ${percent(value)} das decisões; o limite é ${percent(limit)}`,
  calibration: (_, value, limit) =>
    `tem erro de calibração de ${decimal(value)}; o limite é ${decimal(limit)}`,
  featureDrift: (feature, value, limit) =>
    `recebe outra distribuição de ${feature}: índice de estabilidade (PSI) de ${decimal(value)}, o limite é ${decimal(limit)}`,
  scoreDrift: (_, value, limit) =>
    `dá outra distribuição de notas: índice de estabilidade (PSI) de ${decimal(value)}, o limite é ${decimal(limit)}`,
  missing: (feature, value, limit) =>
    `recebe ${feature} ausente em ${percent(value)} a mais dos casos; o limite é ${percent(limit)}`,
};
const portuguese = (options: Intl.NumberFormatOptions) => (value: number) =>
  new Intl.NumberFormat('pt-BR', options).format(value);
const percent = portuguese({ style: 'percent', maximumFractionDigits: 2 });
const decimal = portuguese({ maximumFractionDigits: 4 });

/** Of those that run. */
async function problemsOfExperiments(
  experiments: Pick<ExperimentService, 'list'>,
  warehouse: Pick<Warehouse, 'query'>,
): Promise<Found> {
  const found: Found[number][] = [];
  for (const stored of experiments.list()) {
    if (stored.state !== 'running') continue;
    const subject = stored.experiment.key;
    const results = await experimentResults(warehouse, stored, Date.now());
    found.push(...experimentProblems(results).map((one) => ({ subject, ...one })));
  }
  return found;
}

/** Models and tests of the project whose newest result failed, and a run that could not begin. */
async function problemsOfPipeline({
  states,
  runs,
  manifest,
}: {
  states: PipelineService['states'];
  runs: PipelineService['runs'];
  manifest: () => Promise<ReadonlySet<string> | undefined>;
}): Promise<Found> {
  const found: Found[number][] = [];
  const failed = [...states.values()].filter(({ status }) => status === 'fail' || status === 'error');
  // What was taken out of the project keeps its last result.
  const there = failed.length === 0 ? undefined : await manifest();
  for (const { id, status, failures, message } of failed) {
    if (there !== undefined && !there.has(id)) continue;
    // `model.project.name`, `test.project.name`.
    const subject = id.split('.').slice(2).join('.') || id;
    const [first] = message.split('\n');
    const words =
      failures === null
        ? same(first === '' ? status : first)
        : { en: `${failures} rows break the test`, 'pt-BR': `${failures} linhas violam o teste` };
    found.push({ subject, key: id, words });
  }
  const last = runs.find(({ state }) => state !== 'running');
  if (last !== undefined && last.state === 'failed' && last.error !== '') {
    found.push({ subject: 'pipeline', key: 'run', words: same(last.error) });
  }
  return found;
}

/** The newest job of each kind, where it failed. Runs of the pipeline have alerts of their own. */
async function failedJobs(jobs: EndedJobs): Promise<Found> {
  const { data } = await jobs.list({ limit: newestJobs });
  const seen = new Set<string>([pipelineJobKind]);
  return data.flatMap(({ id, kind, state, error }) => {
    if ((state !== 'done' && state !== 'failed') || seen.has(kind)) return [];
    seen.add(kind);
    return state === 'failed' ? [{ subject: kind, key: id, words: same(error ?? '') }] : [];
  });
}

function same(text: string): Record<'en' | 'pt-BR', string> {
  return { en: text, 'pt-BR': text };
}

/** Asks again only when the answer is that old; a refusal is not kept. */
function keptFor<T>(ms: number, ask: () => Promise<T>): () => Promise<T> {
  let kept: { at: number; answer: Promise<T> } | undefined;
  return () => {
    if (kept === undefined || Date.now() - kept.at > ms) {
      const mine = { at: Date.now(), answer: ask() };
      kept = mine;
      mine.answer.catch(() => {
        if (kept === mine) kept = undefined;
      });
    }
    return kept.answer;
  };
}
