import type { OperationInput, OperationOutput } from '@personalize/sdk';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { client } from './client.ts';

export type SavedView = OperationOutput<'GET /v1/views'>['data'][number];
export type ViewContent = OperationInput<'POST /v1/views'>['body'];
export type Annotation = OperationOutput<'GET /v1/annotations'>['data'][number];

export function useViews() {
  return useQuery({
    queryKey: ['views'],
    queryFn: ({ signal }) => client.request('GET /v1/views', {}, { signal }),
    select: (page) => page.data,
  });
}

/** @param id of one that was removed, to put it back */
export function useSaveView() {
  return useChange('views', ({ id, content }: { id?: string; content: ViewContent }) =>
    client.request('POST /v1/views', { body: content, query: id === undefined ? {} : { id } }),
  );
}

export function useRemoveView() {
  return useChange('views', (id: string) => client.request('DELETE /v1/views/{id}', { path: { id } }));
}

/** What was written down about a time, epoch ms. */
export function useAnnotations(from: number | undefined, to: number | undefined, enabled = true) {
  const range = {
    ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
  };
  return useQuery({
    queryKey: ['annotations', range],
    queryFn: ({ signal }) => client.request('GET /v1/annotations', { query: range }, { signal }),
    select: (page) => page.data,
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useAnnotate() {
  return useChange('annotations', ({ id, at, text }: { id?: string; at: string; text: string }) =>
    client.request('POST /v1/annotations', {
      body: { at, text, shared: true },
      query: id === undefined ? {} : { id },
    }),
  );
}

export function useRemoveAnnotation() {
  return useChange('annotations', (id: string) =>
    client.request('DELETE /v1/annotations/{id}', { path: { id } }),
  );
}

function useChange<Input, Output>(key: string, mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey: [key] }) });
}
