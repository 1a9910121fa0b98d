import type { OperationInput, OperationOutput, Schemas } from '@personalize/sdk';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/language.ts';
import { client } from './client.ts';
import { pageRows, readPages } from './read-pages.ts';
import { useMay } from './use-may.ts';

export type Evaluation = Schemas['Evaluation'];
export type Estimate = Evaluation['estimates'][number];
export type EvaluationRequest = OperationInput<'POST /v1/evaluations'>['body'];
export type PolicyRisks = OperationOutput<'GET /v1/analytics/policies'>;
export type PolicyRisk = PolicyRisks['data'][number];
export type RiskQuery = Omit<OperationInput<'GET /v1/analytics/policies'>['query'], 'locale'>;
export type Decision = Schemas['Decision'];
export type DecisionFilter = Pick<
  NonNullable<OperationInput<'GET /v1/decisions'>['query']>,
  'placement' | 'customerId'
>;

const root = 'evaluations';
export const evaluationsKey = [root] as const;

/** Whether the signed-in person may have policies judged. */
export function useMayEvaluate(): boolean {
  const experiments = useMay('experiments:write');
  const models = useMay('models:write');
  return experiments || models;
}

export function useEvaluations() {
  return useQuery({
    queryKey: [root],
    queryFn: ({ signal }) => client.request('GET /v1/evaluations', { query: { limit: 50 } }, { signal }),
    select: (page) => page.data,
  });
}

export function useEvaluation(id: string) {
  return useQuery({
    queryKey: [root, id],
    queryFn: ({ signal }) => client.request('GET /v1/evaluations/{id}', { path: { id } }, { signal }),
    enabled: id !== '',
    // What was found never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Asks for a judgement: answers it when it is small, else the job that makes it. Both have the same id. */
export function useEvaluate() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: EvaluationRequest) => client.request('POST /v1/evaluations', { body }),
    onSuccess: (answer) => {
      if ('estimates' in answer) queries.setQueryData([root, answer.id], answer);
      void queries.invalidateQueries({ queryKey: [root], exact: true });
    },
  });
}

export function usePolicyRisks(query: RiskQuery) {
  const locale = useTranslation().i18n.language as Language;
  return useQuery({
    queryKey: ['policy-risks', query, locale],
    queryFn: ({ signal }) =>
      client.request('GET /v1/analytics/policies', { query: { ...query, locale } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
}

export function useDecisions(filter: DecisionFilter) {
  return useInfiniteQuery({
    queryKey: ['decisions', filter],
    queryFn: ({ pageParam, signal }) =>
      client.request(
        'GET /v1/decisions',
        { query: { ...filter, limit: 25, ...(pageParam === '' ? {} : { cursor: pageParam }) } },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Every decision that the filter finds, up to what a file takes. */
export function allDecisions(filter: DecisionFilter): Promise<Decision[]> {
  return readPages((cursor) =>
    client.request('GET /v1/decisions', { query: { ...filter, cursor, limit: pageRows } }),
  );
}

/** Names of placements and of models with their versions and aliases, to choose from. */
export function useChoices() {
  const placements = useQuery({
    queryKey: ['placements'],
    queryFn: ({ signal }) => client.request('GET /v1/placements', {}, { signal }),
  });
  const models = useQuery({
    queryKey: ['models'],
    queryFn: ({ signal }) => client.request('GET /v1/models', {}, { signal }),
  });
  return { placements: placements.data?.data ?? [], models: models.data?.data ?? [] };
}
