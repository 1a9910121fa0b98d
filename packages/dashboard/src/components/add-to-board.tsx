import { Button, Menu } from '@mantine/core';
import { IconLayoutDashboard } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { type BoardCard, useAddCard, useBoards, useCreateBoard } from '../api/boards.ts';

/** Puts a question as a card on a board: one there is, or a new one. For the pages that ask questions. */
export function AddToBoard({ card }: { card: Pick<BoardCard, 'title' | 'kind' | 'query'> }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const boards = useBoards();
  const [add, create] = [useAddCard(), useCreateBoard()];
  const made = (): BoardCard => ({ ...card, id: `card-${Date.now().toString(36)}`, width: 1, height: 1 });
  const open = ({ id }: { id: string }) => navigate(`/boards/${id}`);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconLayoutDashboard size={14} aria-hidden="true" />}
          loading={add.isPending || create.isPending}
        >
          {t('boards.addTo')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {boards.data
          ?.filter(({ mayEdit }) => mayEdit)
          .slice(0, 12)
          .map(({ id, title }) => (
            <Menu.Item key={id} onClick={() => add.mutate({ id, card: made() }, { onSuccess: open })}>
              {title}
            </Menu.Item>
          ))}
        <Menu.Item
          onClick={() =>
            create.mutate({ content: { title: card.title, days: 30, cards: [made()] } }, { onSuccess: open })
          }
        >
          {t('boards.new')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
