import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconGripVertical } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardCard } from '../../api/boards.ts';
import { BoardCardView } from './board-card.tsx';
import css from './boards.module.css';

/** Two columns of cards, moved by dragging, or by the arrow keys on the handle. */
export function BoardGrid({
  id,
  cards,
  range,
  zone,
  nameOf,
  mayEdit,
  onChange,
  onEdit,
}: {
  id: string;
  cards: readonly BoardCard[];
  range: string;
  /** Of the board's days. */
  zone: string | undefined;
  nameOf: (metric: string) => string;
  mayEdit: boolean;
  onChange: (cards: BoardCard[], said: string) => void;
  onEdit: (card: BoardCard) => void;
}) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<string | undefined>();
  const [over, setOver] = useState<string | undefined>();
  const grid = useRef<HTMLDivElement>(null);
  const move = (from: number, to: number) => {
    if (from < 0 || to < 0 || to >= cards.length || from === to) return;
    const card = cards[from];
    onChange(
      [...cards].toSpliced(from, 1).toSpliced(to, 0, card),
      t('boards.moved', { title: card.title, place: to + 1, of: cards.length }),
    );
    // The handle that was pressed keeps the focus at its new place.
    requestAnimationFrame(() =>
      grid.current?.querySelector<HTMLElement>(`[data-handle="${card.id}"]`)?.focus(),
    );
  };
  const latest = useRef({ dragged, move, cards });
  latest.current = { dragged, move, cards };
  useEffect(() => {
    const element = grid.current;
    if (element === null) return;
    const cardAt = ({ target }: DragEvent) =>
      target instanceof Element ? target.closest<HTMLElement>('[data-card]')?.dataset.card : undefined;
    const dragOver = (event: DragEvent) => {
      if (latest.current.dragged === undefined) return;
      event.preventDefault();
      setOver(cardAt(event));
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      const target = cardAt(event);
      const placeOf = (id: string | undefined) => latest.current.cards.findIndex((card) => card.id === id);
      if (placeOf(target) >= 0) latest.current.move(placeOf(latest.current.dragged), placeOf(target));
      setDragged(undefined);
      setOver(undefined);
    };
    element.addEventListener('dragover', dragOver);
    element.addEventListener('drop', drop);
    return () => {
      element.removeEventListener('dragover', dragOver);
      element.removeEventListener('drop', drop);
    };
  }, []);
  const resize = (index: number, change: Partial<BoardCard>) =>
    onChange(
      [...cards].with(index, { ...cards[index], ...change }),
      t('boards.resized', { title: cards[index].title }),
    );
  return (
    <div ref={grid} className={css.grid}>
      {cards.map((card, index) => (
        <div
          key={card.id}
          className={css.cell}
          data-card={card.id}
          data-width={card.width}
          data-over={over === card.id && dragged !== card.id}
        >
          <BoardCardView
            card={card}
            source={{ board: id }}
            range={range}
            zone={zone}
            nameOf={nameOf}
            actions={
              mayEdit && (
                <>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    className={css.handle}
                    data-handle={card.id}
                    draggable
                    aria-label={t('boards.move', { title: card.title })}
                    onDragStart={(event) => {
                      event.dataTransfer.effectAllowed = 'move';
                      setDragged(card.id);
                    }}
                    onDragEnd={() => {
                      setDragged(undefined);
                      setOver(undefined);
                    }}
                    onKeyDown={(event) => {
                      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
                      if (step === undefined) return;
                      event.preventDefault();
                      move(index, index + step);
                    }}
                  >
                    <IconGripVertical size={16} aria-hidden="true" />
                  </ActionIcon>
                  <Menu position="bottom-end" withinPortal>
                    <Menu.Target>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={t('boards.menuOf', { title: card.title })}
                      >
                        <IconDots size={16} aria-hidden="true" />
                      </ActionIcon>
                    </Menu.Target>
                    <Menu.Dropdown>
                      <Menu.Item onClick={() => onEdit(card)}>{t('boards.edit')}</Menu.Item>
                      <Menu.Item onClick={() => resize(index, { width: card.width === 1 ? 2 : 1 })}>
                        {card.width === 1 ? t('boards.wider') : t('boards.narrower')}
                      </Menu.Item>
                      <Menu.Item onClick={() => resize(index, { height: (card.height % 3) + 1 })}>
                        {card.height < 3 ? t('boards.taller') : t('boards.shorter')}
                      </Menu.Item>
                      <Menu.Divider />
                      <Menu.Item
                        onClick={() =>
                          onChange([...cards].toSpliced(index, 1), t('boards.removed', { title: card.title }))
                        }
                      >
                        {t('boards.remove')}
                      </Menu.Item>
                    </Menu.Dropdown>
                  </Menu>
                </>
              )
            }
          />
        </div>
      ))}
    </div>
  );
}
