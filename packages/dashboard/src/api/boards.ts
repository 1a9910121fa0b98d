import type { OperationInput, OperationOutput } from '@personalize/sdk';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/language.ts';
import { client } from './client.ts';

export type Board = OperationOutput<'GET /v1/boards/{id}'>;
export type BoardContent = OperationInput<'POST /v1/boards'>['body'];
export type BoardCard = BoardContent['cards'][number];
export type CardAnswer = OperationOutput<'GET /v1/boards/{id}/cards/{card}'>;
export type SharedBoard = OperationOutput<'GET /v1/shared/{token}'>;
export type BoardSummary = OperationOutput<'GET /v1/boards'>['data'][number];

const key = ['boards'];
/** Under which a board that was just removed is kept for its undoing. */
export const removedBoard = ['board-removed'];

export function useBoards() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => client.request('GET /v1/boards', {}, { signal }),
    select: (page) => page.data,
  });
}

export function useBoard(id: string) {
  return useQuery({
    queryKey: [...key, id],
    queryFn: ({ signal }) => client.request('GET /v1/boards/{id}', { path: { id } }, { signal }),
  });
}

/** A board as it is stored, without what the server adds. */
export function contentOf(board: Board): BoardContent {
  const { title, description, shared, days, from, to, timeZone, cards } = board;
  return { title, description, shared, days, from, to, timeZone, cards };
}

/** @param id of one that was removed, to put it back */
export function useCreateBoard() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ content, id }: { content: BoardContent; id?: string }) =>
      client.request('POST /v1/boards', { body: content, query: id === undefined ? {} : { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** Changes show at once; when the server refuses one, what is stored comes back. */
export function usePutBoard(id: string) {
  const queries = useQueryClient();
  return useMutation({
    scope: { id: `board ${id}` },
    mutationFn: (content: BoardContent) => {
      const version = queries.getQueryData<Board>([...key, id])?.version;
      return client.request(
        'PUT /v1/boards/{id}',
        { path: { id }, body: content },
        version === undefined ? {} : { ifMatch: version },
      );
    },
    onMutate: (content) => {
      queries.setQueryData<Board>(
        [...key, id],
        (board) => board && { ...board, ...content, shared: content.shared ?? false },
      );
    },
    onSuccess: (board) => {
      queries.setQueryData<Board>([...key, id], (shown) => shown && { ...shown, version: board.version });
      void queries.invalidateQueries({ queryKey: key, exact: true });
      void queries.invalidateQueries({ queryKey: [...key, id, 'card'] });
    },
    onError: () => queries.invalidateQueries({ queryKey: [...key, id] }),
  });
}

export function useRemoveBoard() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.request('DELETE /v1/boards/{id}', { path: { id } }),
    onSuccess: (_, id) => {
      queries.removeQueries({ queryKey: [...key, id] });
      return queries.invalidateQueries({ queryKey: key, exact: true });
    },
  });
}

/** Adds a card to a board that is not open. */
export function useAddCard() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, card }: { id: string; card: BoardCard }) => {
      const board = await client.request('GET /v1/boards/{id}', { path: { id } });
      const content = contentOf(board);
      return client.request(
        'PUT /v1/boards/{id}',
        { path: { id }, body: { ...content, cards: [...content.cards, card] } },
        { ifMatch: board.version },
      );
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** Where a card's figures come from: a board, or a link to one. */
export type CardSource = { board: string } | { token: string };

export function useCardAnswer(source: CardSource, card: Pick<BoardCard, 'id' | 'query'>, range: string) {
  const locale = useTranslation().i18n.language as Language;
  const name = 'board' in source ? source.board : source.token;
  return useQuery({
    queryKey: [...key, name, 'card', card.id, range, card.query, locale],
    queryFn: ({ signal }): Promise<CardAnswer> =>
      'board' in source
        ? client.request(
            'GET /v1/boards/{id}/cards/{card}',
            { path: { id: name, card: card.id }, query: { locale } },
            { signal },
          )
        : client.request(
            'GET /v1/shared/{token}/cards/{card}',
            { path: { token: name, card: card.id }, query: { locale } },
            { signal },
          ),
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
  });
}

export function useSharedBoard(token: string) {
  return useQuery({
    queryKey: ['shared', token],
    queryFn: ({ signal }) => client.request('GET /v1/shared/{token}', { path: { token } }, { signal }),
    retry: false,
  });
}

export function useShares(id: string, enabled: boolean) {
  return useQuery({
    queryKey: [...key, id, 'shares'],
    queryFn: ({ signal }) => client.request('GET /v1/boards/{id}/shares', { path: { id } }, { signal }),
    select: (page) => page.data,
    enabled,
  });
}

export function useCreateShare(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (days: number) =>
      client.request('POST /v1/boards/{id}/shares', { path: { id }, body: { days } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [...key, id, 'shares'] }),
  });
}

export function useRevokeShare(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (share: string) =>
      client.request('DELETE /v1/boards/{id}/shares/{share}', { path: { id, share } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [...key, id, 'shares'] }),
  });
}
