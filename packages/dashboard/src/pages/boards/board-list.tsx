import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import {
  type BoardContent,
  type BoardSummary,
  removedBoard,
  useBoards,
  useCreateBoard,
} from '../../api/boards.ts';
import { type SavedView, useRemoveView, useSaveView, useViews } from '../../api/views.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { RemovedNotice } from '../../components/removed-notice.tsx';
import { Tag } from '../../components/tag.tsx';
import css from './boards.module.css';

/** Boards and saved views: one's own, and what others share. */
export function BoardList() {
  const { t } = useTranslation();
  const restoring = useCreateBoard();
  return (
    <Page title={t('section.boards')}>
      <RemovedNotice<{ id: string; content: BoardContent }>
        removedKey={removedBoard}
        words={({ content }) => t('boards.removed', { title: content.title })}
        restoring={restoring}
      />
      <BoardTable />
      <ViewTable />
    </Page>
  );
}

function BoardTable() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { data, error, refetch } = useBoards();
  const create = useCreateBoard();
  const [title, setTitle] = useState('');
  return (
    <Card
      title={t('section.boards')}
      unit={t('boards.unit')}
      footer={
        <form
          className={css.row}
          onSubmit={(event) => {
            event.preventDefault();
            const content = { title: title.trim(), days: 30, cards: [] };
            if (content.title !== '') {
              create.mutate({ content }, { onSuccess: ({ id }) => navigate(`/boards/${id}`) });
            }
          }}
        >
          <TextInput
            size="xs"
            aria-label={t('boards.newTitle')}
            placeholder={t('boards.newTitle')}
            maxLength={120}
            value={title}
            onChange={({ currentTarget }) => setTitle(currentTarget.value)}
          />
          <Button type="submit" size="xs" disabled={title.trim() === ''} loading={create.isPending}>
            {t('boards.create')}
          </Button>
        </form>
      }
    >
      {create.error && <ErrorState error={create.error} />}
      {error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <DataTable<BoardSummary>
          caption={t('section.boards')}
          rows={data}
          rowKey={({ id }) => id}
          file={{}}
          columns={[
            {
              key: 'title',
              name: t('boards.board'),
              cell: (board) => (
                <span className={css.row}>
                  <Link className={css.link} href={`/boards/${board.id}`}>
                    {board.title}
                  </Link>
                  {board.shared && <Tag>{t('boards.shared')}</Tag>}
                </span>
              ),
            },
            {
              key: 'cards',
              name: t('boards.cards'),
              file: { type: 'number', value: ({ cards }) => cards },
              numeric: true,
              width: '90px',
              cell: ({ cards }) => cards,
            },
            {
              key: 'author',
              name: t('boards.author'),
              width: '180px',
              secondary: true,
              cell: ({ author }) => author,
            },
            {
              key: 'changed',
              name: t('boards.changed'),
              file: { type: 'time', value: ({ updatedAt }) => Date.parse(updatedAt) },
              width: '140px',
              secondary: true,
              cell: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
            },
          ]}
          empty={<EmptyState title={t('boards.none')}>{t('boards.noneHint')}</EmptyState>}
        />
      )}
    </Card>
  );
}

function ViewTable() {
  const { t } = useTranslation();
  const { data, error, refetch } = useViews();
  const [remove, save] = [useRemoveView(), useSaveView()];
  const [removed, setRemoved] = useState<SavedView | undefined>();
  const failed = remove.error ?? save.error;
  const undo = () => {
    if (removed === undefined) return;
    const { id, title, path, search, shared } = removed;
    save.mutate({ id, content: { title, path, search, shared } }, { onSuccess: () => setRemoved(undefined) });
  };
  return (
    <>
      {removed && (
        <Notice>
          {t('boards.removed', { title: removed.title })}{' '}
          <Button variant="subtle" size="compact-xs" loading={save.isPending} onClick={undo}>
            {t('boards.undo')}
          </Button>
        </Notice>
      )}
      {failed && <ErrorState error={failed} />}
      <Card title={t('boards.views')} unit={t('boards.viewsUnit')}>
        {error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <DataTable<SavedView>
            caption={t('boards.views')}
            rows={data}
            rowKey={({ id }) => id}
            expectedRows={2}
            columns={[
              {
                key: 'title',
                name: t('boards.view'),
                cell: (view) => (
                  <span className={css.row}>
                    <Link
                      className={css.link}
                      href={view.search === '' ? view.path : `${view.path}?${view.search}`}
                    >
                      {view.title}
                    </Link>
                    {view.shared && <Tag>{t('boards.shared')}</Tag>}
                  </span>
                ),
              },
              {
                key: 'path',
                name: t('boards.page'),
                width: '220px',
                secondary: true,
                cell: ({ path }) => <code>{path}</code>,
              },
              {
                key: 'remove',
                name: '',
                width: '110px',
                cell: (view) =>
                  view.mayEdit && (
                    <Button
                      variant="subtle"
                      color="gray"
                      size="compact-sm"
                      aria-label={t('boards.removeOf', { title: view.title })}
                      onClick={() => remove.mutate(view.id, { onSuccess: () => setRemoved(view) })}
                    >
                      {t('boards.remove')}
                    </Button>
                  ),
              },
            ]}
            empty={<EmptyState title={t('boards.noViews')}>{t('boards.noViewsHint')}</EmptyState>}
          />
        )}
      </Card>
    </>
  );
}
