import { type AppError, refusal } from '../../errors.ts';
import type { FeatureDefinition, FeatureEngine } from '../../features/index.ts';
import type { DecisionRecord } from '../../stores/journal/record.ts';

/** Share of decisions that may differ in a customer's own features once records of other people were erased. */
const erasureTolerance = 0.01;

export interface LoggedVectorReport {
  /** Decisions whose logged vectors were compared, bit by bit, with the replayed ones. */
  compared: number;
  /** Logged without vectors, or under other feature definitions. */
  notComparable: number;
  /** Differed in features of items or of all customers, after records had been erased from under them. */
  changedByErasure: number;
}

/**
 * Holds replayed vectors against those that were logged when the decision was made. A feature that differs
 * was read from something else than what the journal had told by then: it looks into the future, or at
 * something that is not in the journal, and a model trained on it would not get what it learned from.
 */
export class LoggedVectors {
  readonly report: LoggedVectorReport = { compared: 0, notComparable: 0, changedByErasure: 0 };
  readonly #engine: FeatureEngine;
  readonly #firstErased: number;
  /** 1 where other people's erased records cannot change the value. */
  readonly #ownOnly: Uint8Array;
  #differing = 0;
  #firstFault: string | undefined;

  constructor(engine: FeatureEngine, firstErased: number) {
    this.#engine = engine;
    this.#firstErased = firstErased;
    this.#ownOnly = Uint8Array.from(engine.definitions, (definition) => (isOwn(definition) ? 1 : 0));
  }

  /**
   * @param replayed the slate's vectors, `slate.length × engine.width`, read at the decision's instant
   * @throws AppError `unprocessable` naming the feature, the decision and both values
   */
  compare(record: DecisionRecord, replayed: Float64Array): void {
    const { width, names } = this.#engine;
    const comparable =
      record.featureHash === this.#engine.hash &&
      record.slate.every(({ features }) => features?.length === width);
    if (!comparable) {
      this.report.notComparable++;
      return;
    }
    this.report.compared++;
    const erased = record.stateOffset > this.#firstErased;
    let changed = false;
    for (let slot = 0; slot < record.slate.length; slot++) {
      const logged = record.slate[slot].features as (number | null)[];
      for (let column = 0; column < width; column++) {
        const online = logged[column] ?? Number.NaN;
        const offline = replayed[slot * width + column];
        if (online === offline || (Number.isNaN(online) && Number.isNaN(offline))) continue;
        if (erased && this.#ownOnly[column] === 0) {
          changed = true;
          continue;
        }
        const fault = `feature ${names[column]} of decision ${record.decisionId}, item ${record.slate[slot].itemId}, was ${show(online)} in service and is ${show(offline)} in the replay; a feature may read only what the journal held at the decision. Correct the feature, or leave it out (excludeFeatures does not: the check covers all that was logged)`;
        if (!erased) throw untrusted(fault);
        this.#firstFault ??= fault;
        this.#differing++;
        return;
      }
    }
    if (changed) this.report.changedByErasure++;
  }

  /** To be called at the end. @throws AppError `unprocessable` when erasures cannot explain the differences */
  finish(): void {
    if (this.#firstFault !== undefined && this.#differing > erasureTolerance * this.report.compared) {
      throw untrusted(this.#firstFault);
    }
    this.report.changedByErasure += this.#differing;
  }
}

/** Whether only the customer's own events, the catalog and the request decide the value. */
function isOwn(definition: FeatureDefinition): boolean {
  switch (definition.kind) {
    case 'behaviorScore':
    case 'repurchase':
      return false;
    case 'attribute':
      return true;
    default:
      return definition.scope !== 'item';
  }
}

function show(value: number): string {
  return Number.isNaN(value) ? 'missing' : String(value);
}

function untrusted(message: string): AppError {
  return refusal('unprocessable', 'vectorsDiffer', `the training set is refused: ${message}`, {
    why: message,
  });
}
