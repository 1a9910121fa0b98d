import type { FeatureDefinition } from '../../features/index.ts';
import type { Contribution, ScoreInput, Scorer } from '../../recommendation/index.ts';
import { referenceOf } from '../registry/model-version.ts';
import type { LoadedModel } from './loaded-model.ts';
import { type ModelInput, modelInput, writeRow, writeRows } from './model-input.ts';
import { reasonKinds, toContributions } from './reason-kinds.ts';

export interface RegistryScorerOptions {
  model: LoadedModel;
  /** Columns of the engine's vector. */
  engineNames: readonly string[];
  definitions: readonly FeatureDefinition[];
  /** Told when the model could not score; the request's candidates then keep their order. */
  onFailure(error: unknown): void;
}

/** A registry's model as recommendation's ranker. One version for its whole life: a swap makes another one. */
export class RegistryScorer implements Scorer {
  readonly modelVersion: string;
  readonly model: LoadedModel;
  /** Parts of a score, from TreeSHAP when reasons are asked for; absent for models that cannot tell. */
  readonly explain?: (input: ScoreInput, position: number, detailed: boolean) => Contribution[];
  /** Calibrated probability of a click; absent for models of anything else. */
  readonly expectedEngagement?: (score: number) => number;
  readonly #input: ModelInput;
  readonly #onFailure: (error: unknown) => void;
  #rows: Float32Array;

  /** @throws AppError `unprocessable` naming the features that the deployment lacks */
  constructor({ model, engineNames, definitions, onFailure }: RegistryScorerOptions) {
    const { version, width, contributions, quickContributions, probability } = model;
    this.model = model;
    this.modelVersion = referenceOf(version);
    this.#input = modelInput(version.signature.features, engineNames);
    this.#onFailure = onFailure;
    this.#rows = new Float32Array(width * 256);
    if (probability !== undefined && version.label === 'click') this.expectedEngagement = probability;
    if (contributions === undefined) return;
    const { features } = version.signature;
    const kinds = reasonKinds(features, definitions);
    const row = new Float32Array(width);
    this.explain = (input, position, detailed) => {
      writeRow(this.#input, input, position, row, 0);
      const parts = detailed ? contributions : (quickContributions ?? contributions);
      return toContributions(features, kinds, parts(row));
    };
  }

  /** Why it does not score any more; undefined while it does. */
  get out(): string | undefined {
    return this.model.out?.();
  }

  score(input: ScoreInput, out: Float64Array): void {
    const { width } = this.#input;
    if (this.#rows.length < input.count * width) this.#rows = new Float32Array(input.count * width);
    writeRows(this.#input, input, this.#rows);
    try {
      this.model.score(this.#rows, input.count, out);
    } catch (error) {
      out.fill(Number.NaN, 0, input.count);
      this.#onFailure(error);
    }
  }
}
