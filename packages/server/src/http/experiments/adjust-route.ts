import { benjaminiHochberg, holm } from '@personalize/learn';
import Type from 'typebox';
import type { App } from '../app-instance.ts';
import { needs } from '../auth/access.ts';
import { Nullable, refusals } from '../schemas.ts';

const PValue = Type.Number({ minimum: 0, maximum: 1 });

const AdjustRequest = Type.Object(
  {
    pValues: Type.Array(Nullable(PValue), {
      minItems: 1,
      maxItems: 10_000,
      description: 'Null where a test could not be made; it does not count.',
    }),
    correction: Type.Optional(
      Type.Enum(['holm', 'benjaminiHochberg'], {
        description:
          '`holm` (default) bounds the chance of any false positive, `benjaminiHochberg` the share of false ones among the findings.',
      }),
    ),
    alpha: Type.Optional(
      Type.Number({
        minimum: 0.001,
        maximum: 0.5,
        description: 'Significant at or below this. Default 0.05.',
      }),
    ),
  },
  { additionalProperties: false },
);

const Adjusted = Type.Object(
  {
    correction: Type.Enum(['holm', 'benjaminiHochberg']),
    alpha: Type.Number(),
    tests: Type.Integer({ description: 'P-values that are not null.' }),
    significant: Type.Integer({ description: 'How many remain significant.' }),
    results: Type.Array(
      Type.Object({
        pValue: Nullable(Type.Number()),
        adjustedPValue: Nullable(Type.Number()),
        significant: Type.Boolean(),
      }),
      { description: 'In the order given.' },
    ),
  },
  { title: 'AdjustedPValues' },
);

/** A calculator for many tests at once: corrects posted p-values. */
export async function adjustRoute(app: App): Promise<void> {
  app.post(
    '/v1/experiments/adjust',
    {
      config: { access: needs('analytics:read', 'experiments:write') },
      schema: {
        operationId: 'adjustPValues',
        tags: ['Experiments'],
        summary: 'Correct p-values for many tests',
        body: AdjustRequest,
        response: { 200: Adjusted, ...refusals(400, 401, 403, 413, 415, 429) },
      },
    },
    async ({ body: { pValues, correction = 'holm', alpha = 0.05 } }) => {
      const adjusted = correction === 'holm' ? holm(pValues) : benjaminiHochberg(pValues);
      const results = pValues.map((pValue, i) => {
        const adjustedPValue = adjusted[i];
        return { pValue, adjustedPValue, significant: adjustedPValue !== null && adjustedPValue <= alpha };
      });
      return {
        ...{ correction, alpha, results },
        tests: pValues.filter((pValue) => pValue !== null).length,
        significant: results.filter((result) => result.significant).length,
      };
    },
  );
}
