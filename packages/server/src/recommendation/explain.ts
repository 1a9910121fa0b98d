import type { FeatureDefinition } from '../features/definition.ts';
import type { CandidateSet } from './candidates.ts';
import { sourceCount } from './candidates.ts';
import type { Catalog } from './catalog/catalog.ts';
import { sourceNames } from './placement.ts';
import { en } from './reasons/en.ts';
import { ptBr } from './reasons/pt-br.ts';
import { displayName, type Locale, type ReasonDetail, type Wording } from './reasons/wording.ts';
import type { Contribution, ReasonKind, ScoreInput, Scorer } from './scorer.ts';

const wordings: Record<Locale, Wording> = { en, 'pt-BR': ptBr };

/** Reasons shown of one recommendation, at most. */
const reasonLimit = 5;

/** What is about this customer and not about everyone. */
const personal: ReadonlySet<ReasonKind> = new Set(['buyAgain', 'boughtTogether', 'affinity']);
/** A personal reason that counts at least this share of the strongest speaks before it. */
const personalShare = 0.5;

export interface Reason {
  /** A feature's name, or `source.NAME`. */
  feature: string;
  /** The part of the score it stands for; negative ones count against the item. */
  contribution: number;
  text: string;
}

export interface Explanation {
  /**
   * The main reason's kind; what the API calls `recommendationType`. That is the strongest positive reason,
   * or a personal one that counts at least half as much: "because you often buy bread" says more than "popular".
   */
  kind: ReasonKind;
  /** One short sentence for the shop's page. */
  content: string;
  /** Strongest positive first, then what counts against the item. */
  reasons: Reason[];
}

/** Puts a score's parts into words, with the names that the catalog gives. */
export class Explainer {
  readonly #catalog: Catalog;
  readonly #definitions: Map<string, FeatureDefinition>;
  /** Gives the parts when a ranker does not explain itself. */
  readonly #standIn: Scorer;

  constructor(catalog: Catalog, definitions: readonly FeatureDefinition[], standIn: Scorer) {
    this.#catalog = catalog;
    this.#definitions = new Map(definitions.map((definition) => [definition.name, definition]));
    this.#standIn = standIn;
  }

  explain(
    scorer: Scorer,
    input: ScoreInput,
    candidates: CandidateSet,
    position: number,
    locale: Locale,
    detailed = true,
  ): Explanation {
    const wording = wordings[locale];
    const parts =
      scorer.explain?.(input, position, detailed) ?? this.#standIn.explain!(input, position, detailed);
    const ordered = [
      ...parts.filter((part) => part.contribution > 0),
      ...parts.filter((part) => part.contribution < 0),
    ];
    const reasons: Reason[] = [];
    const texts = new Set<string>();
    for (const part of ordered) {
      if (reasons.length === reasonLimit) break;
      const text = wording[part.kind](this.#detail(part, candidates, position, locale));
      // Two parts may say the same thing (the affinity source and the affinity feature): the stronger speaks.
      if (texts.has(text)) continue;
      texts.add(text);
      reasons.push({ feature: part.feature, contribution: part.contribution, text });
    }
    const strongest = ordered.length > 0 ? ordered[0].contribution : 0;
    if (strongest <= 0) return { kind: 'other', content: wording.fallback(), reasons };
    const main =
      ordered.find((part) => personal.has(part.kind) && part.contribution >= personalShare * strongest) ??
      ordered[0];
    const content = wording[main.kind](this.#detail(main, candidates, position, locale));
    return { kind: main.kind, content, reasons };
  }

  #detail(part: Contribution, candidates: CandidateSet, position: number, locale: Locale): ReasonDetail {
    const evidence = (name: (typeof sourceNames)[number]) =>
      candidates.details[position * sourceCount + sourceNames.indexOf(name)];
    const definition = this.#definitions.get(part.feature);
    switch (part.kind) {
      case 'buyAgain':
        return { times: evidence('buyAgain') };
      case 'boughtTogether': {
        const title = this.#catalog.get(evidence('coOccurrence'))?.title;
        return title === undefined ? {} : { withTitle: displayName(title) };
      }
      case 'affinity': {
        if (definition?.kind === 'affinity') {
          const code =
            this.#catalog.attributes.column(definition.attribute)?.data[candidates.rows[position]] ?? -1;
          return this.#value(definition.attribute, code);
        }
        return this.#value(undefined, evidence('affinity'));
      }
      default:
        return { description: definition?.description?.[locale] };
    }
  }

  #value(attribute: string | undefined, code: number): ReasonDetail {
    const value = this.#catalog.attributes.value(code);
    return value === undefined ? { attribute } : { attribute, value: displayName(String(value)) };
  }
}
