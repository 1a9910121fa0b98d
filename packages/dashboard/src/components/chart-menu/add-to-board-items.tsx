import { Loader, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { type BoardCard, useAddCard, useBoards, useCreateBoard } from '../../api/boards.ts';
import { useWords } from '../use-words.ts';
import css from './chart-menu.module.css';
import type { CardDraft } from './menu.tsx';

const mostBoards = 12;

/** Puts a chart's question as a card on a board: one there is, newest change first, or a new one; then shows it. */
export function AddToBoardItems({ card, days }: { card: CardDraft; days: number }) {
  const { t } = useTranslation();
  const words = useWords();
  const [, navigate] = useLocation();
  const boards = useBoards();
  const [add, create] = [useAddCard(), useCreateBoard()];
  const busy = add.isPending || create.isPending;
  const failed = boards.error ?? add.error ?? create.error;
  const made = (): BoardCard => ({ ...card, id: `card-${Date.now().toString(36)}`, width: 1, height: 1 });
  const open = ({ id }: { id: string }) => navigate(`/boards/${id}`);
  return (
    <>
      <Menu.Label>{t('chart.addToBoard')}</Menu.Label>
      {boards.data
        ?.filter(({ mayEdit }) => mayEdit)
        .slice(0, mostBoards)
        .map(({ id, title }) => (
          <Menu.Item
            key={id}
            disabled={busy}
            onClick={() => add.mutate({ id, card: made() }, { onSuccess: open })}
          >
            {title}
          </Menu.Item>
        ))}
      <Menu.Item
        disabled={busy}
        rightSection={busy && <Loader size={12} />}
        onClick={() =>
          create.mutate({ content: { title: card.title, days, cards: [made()] } }, { onSuccess: open })
        }
      >
        {t('chart.newBoard')}
      </Menu.Item>
      {failed && (
        <p role="alert" className={css.failed}>
          {words(failed)}
        </p>
      )}
    </>
  );
}
