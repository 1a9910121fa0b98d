import { Button, TextInput } from '@mantine/core';
import { IconArrowBackUp, IconPlus, IconShare } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useAnalyticsSchema } from '../../api/analytics.ts';
import { blocksOfBoard } from '../../api/board-blocks.ts';
import {
  type Board,
  type BoardCard,
  type BoardContent,
  contentOf,
  removedBoard,
  useBoard,
  usePutBoard,
  useRemoveBoard,
} from '../../api/boards.ts';
import { ExportMenu } from '../../charts/export-menu.tsx';
import { namesOf } from '../../components/asking/names.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { SelectFilter } from '../../components/filter-bar.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { Language } from '../../i18n/language.ts';
import { AnnotationsCard } from './annotations-card.tsx';
import { BoardGrid } from './board-grid.tsx';
import css from './boards.module.css';
import { CardDialog } from './card-dialog.tsx';
import { ShareDialog } from './share-dialog.tsx';

const spans = [1, 7, 30, 90, 365];

/** One board: read, and changed in place. */
export function BoardPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useBoard(id);
  if (data === undefined) {
    return (
      <Page title={t('section.boards')}>
        {error && <ErrorState error={error} onRetry={() => refetch()} />}
      </Page>
    );
  }
  return <LoadedBoard board={data} />;
}

function LoadedBoard({ board }: { board: Board }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const { data: schema } = useAnalyticsSchema();
  const [put, remove] = [usePutBoard(board.id), useRemoveBoard()];
  const [said, setSaid] = useState('');
  const [past, setPast] = useState<readonly BoardContent[]>([]);
  const [dialog, setDialog] = useState<'share' | 'add' | BoardCard | undefined>();
  const names = namesOf(schema, i18n.language as Language);
  const nameOf = useCallback((metric: string) => names.get(metric) ?? metric, [names]);
  const { mayEdit, cards } = board;
  const change = (next: Partial<BoardContent>, words: string) => {
    setPast([...past.slice(-49), contentOf(board)]);
    setSaid(words);
    put.mutate({ ...contentOf(board), ...next });
  };
  const undo = () => {
    const last = past.at(-1);
    if (last === undefined) return;
    setPast(past.slice(0, -1));
    setSaid(t('boards.undone'));
    put.mutate(last);
  };
  const range = `${board.days ?? ''} ${board.from ?? ''} ${board.to ?? ''}`;
  return (
    <Page
      wide
      title={board.title}
      bar={
        <>
          {cards.length > 0 && (
            <ExportMenu
              prominent
              title={board.title}
              blocks={() => blocksOfBoard(board)}
              formats={() => ['pdf']}
            />
          )}
          {mayEdit && (
            <>
              <SelectFilter
                inline
                label={t('boards.time')}
                value={String(board.days ?? 30)}
                options={spans.map((one) => ({ value: String(one), label: format.span(one * 86_400) }))}
                onChange={(days) =>
                  change({ days: Number(days), from: undefined, to: undefined }, t('boards.timeChanged'))
                }
              />
              <Button
                size="xs"
                variant="default"
                leftSection={<IconArrowBackUp size={14} aria-hidden="true" />}
                disabled={past.length === 0}
                onClick={undo}
              >
                {t('boards.undo')}
              </Button>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconShare size={14} aria-hidden="true" />}
                onClick={() => setDialog('share')}
              >
                {t('boards.share')}
              </Button>
              <Button
                size="xs"
                leftSection={<IconPlus size={14} aria-hidden="true" />}
                onClick={() => setDialog('add')}
              >
                {t('boards.add')}
              </Button>
            </>
          )}
        </>
      }
    >
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {put.error && <ErrorState error={put.error} />}
      {remove.error && <ErrorState error={remove.error} />}
      {!mayEdit && <Notice>{t('boards.readOnly', { name: board.author.name })}</Notice>}
      {cards.length === 0 ? (
        <EmptyState
          title={t('boards.empty')}
          action={mayEdit && <Button onClick={() => setDialog('add')}>{t('boards.add')}</Button>}
        >
          {t('boards.emptyHint')}
        </EmptyState>
      ) : (
        <BoardGrid
          id={board.id}
          cards={cards}
          range={range}
          zone={board.timeZone ?? schema?.timeZone}
          nameOf={nameOf}
          mayEdit={mayEdit}
          onChange={(next, words) => change({ cards: next }, words)}
          onEdit={setDialog}
        />
      )}
      <AnnotationsCard />
      {mayEdit && (
        <div className={css.row}>
          <TextInput
            size="xs"
            aria-label={t('boards.rename')}
            key={board.title}
            defaultValue={board.title}
            maxLength={120}
            onKeyDown={({ key, currentTarget }) => {
              if (key === 'Enter') currentTarget.blur();
            }}
            onBlur={({ currentTarget }) => {
              const title = currentTarget.value.trim();
              if (title === '') currentTarget.value = board.title;
              else if (title !== board.title) change({ title }, t('boards.renamed', { title }));
            }}
          />
          <Button
            size="xs"
            variant="default"
            loading={remove.isPending}
            onClick={() =>
              remove.mutate(board.id, {
                onSuccess: () => {
                  queries.setQueryData(removedBoard, { id: board.id, content: contentOf(board) });
                  navigate('/boards');
                },
              })
            }
          >
            {t('boards.removeOf', { title: board.title })}
          </Button>
        </div>
      )}
      {dialog === 'share' && (
        <ShareDialog
          id={board.id}
          shared={board.shared ?? false}
          onShare={(shared) => change({ shared }, '')}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog !== undefined && dialog !== 'share' && (
        <CardDialog
          card={dialog === 'add' ? undefined : dialog}
          schema={schema}
          onClose={() => setDialog(undefined)}
          onSave={(card) => {
            setDialog(undefined);
            const at = cards.findIndex((one) => one.id === card.id);
            const next = at < 0 ? [...cards, card] : cards.with(at, card);
            change({ cards: next }, t('boards.saved', { title: card.title }));
          }}
        />
      )}
    </Page>
  );
}
