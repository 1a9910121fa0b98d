import type { EvaluationMetric, MetricName } from './evaluation-metric.ts';
import { defaultMetric, metricByName } from './evaluation-metric.ts';
import type { ObjectiveSettings } from './objectives/objective.ts';
import { transformMargins } from './objectives/transform.ts';
import type { CheckedParameters } from './parameters.ts';
import type { CheckedData } from './training-data.ts';

interface Report {
  iteration: number;
  metrics: Record<string, Record<string, number>>;
}

interface MonitorOptions {
  metrics?: readonly (MetricName | EvaluationMetric)[];
  trackTraining?: boolean;
  onIteration?: (report: Report) => boolean | undefined;
}

/** Judges the rounds, and says when to stop and what to keep. */
export class TrainingMonitor {
  readonly history: Report[] = [];
  private readonly margins: Float32Array;
  private readonly outputs: number;
  private readonly settings: ObjectiveSettings;
  private readonly watched: { name: string; data: CheckedData; offset: number }[] = [];
  private readonly metrics: EvaluationMetric[];
  private readonly onIteration: MonitorOptions['onIteration'];
  private readonly patience: number;
  private readonly minImprovement: number;
  private best = Number.NaN;
  private bestRound = 0;

  /** @param sets training data, then validation data under `names`; their rows lie one after another in `margins` */
  constructor(
    margins: Float32Array,
    outputs: number,
    settings: ObjectiveSettings,
    sets: CheckedData[],
    names: string[],
    options: MonitorOptions,
    p: CheckedParameters,
  ) {
    this.margins = margins;
    this.outputs = outputs;
    this.settings = settings;
    this.onIteration = options.onIteration;
    this.patience = p.earlyStoppingRounds;
    this.minImprovement = p.minImprovement;
    const metrics = options.metrics ?? [defaultMetric[settings.name]];
    this.metrics = metrics.map((m) => (typeof m === 'string' ? metricByName(m, settings) : m));
    let offset = 0;
    sets.forEach((data, i) => {
      if (i > 0) this.watched.push({ name: names[i - 1], data, offset });
      else if (options.trackTraining) this.watched.push({ name: 'training', data, offset });
      offset += data.features.rows;
    });
    if (this.patience > 0 && (sets.length < 2 || this.metrics.length === 0)) {
      throw new RangeError('earlyStoppingRounds needs at least one validation set and one metric');
    }
  }

  /** Reports round `iteration` and returns why to stop, if so. */
  afterRound(iteration: number): 'early' | 'caller' | undefined {
    const report: Report = { iteration, metrics: {} };
    for (const { name, data, offset } of this.watched) {
      report.metrics[name] = this.judge(data, offset, iteration);
    }
    if (this.watched.length > 0) this.history.push(report);
    if (this.onIteration?.(report) === false) return 'caller';
    if (this.patience === 0) return undefined;
    const [metric] = this.metrics;
    const value = report.metrics[this.watched[this.watched.length - 1].name][metric.name];
    const gained = metric.higherIsBetter ? value - this.best : this.best - value;
    if (Number.isNaN(this.best) || gained > this.minImprovement) {
      this.best = value;
      this.bestRound = iteration;
    }
    return iteration - this.bestRound >= this.patience ? 'early' : undefined;
  }

  /** Rounds the model should keep: up to the best one with early stopping, else all. */
  keptRounds(all: number): number {
    return this.patience > 0 && this.bestRound > 0 ? this.bestRound : all;
  }

  private judge(data: CheckedData, offset: number, iteration: number): Record<string, number> {
    const { outputs, margins } = this;
    const { rows } = data.features;
    const allRows = margins.length / outputs;
    const predictions = new Float32Array(rows * outputs);
    for (let output = 0; output < outputs; output++) {
      const from = output * allRows + offset;
      for (let row = 0; row < rows; row++) predictions[row * outputs + output] = margins[from + row];
    }
    transformMargins(this.settings, predictions, outputs);
    const { labels, weights, groupStart } = data;
    const values: Record<string, number> = {};
    for (const metric of this.metrics) {
      const value = metric.evaluate({ predictions, outputs, labels, weights, groupStart });
      if (typeof value !== 'number' || Number.isNaN(value)) {
        throw new RangeError(`metric ${metric.name} is ${value} after round ${iteration}, must be a number`);
      }
      values[metric.name] = value;
    }
    return values;
  }
}
