import { Menu } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { BoardCard } from '../../api/boards.ts';
import { AddToBoardItems } from './add-to-board-items.tsx';
import { MenuButton } from './menu-button.tsx';

const AnnotateDialog = lazy(async () => ({
  default: (await import('./annotate-dialog.tsx')).AnnotateDialog,
}));

/** A chart's question as a board keeps it. */
export type CardDraft = Pick<BoardCard, 'title' | 'kind' | 'query'>;

export interface ChartMenuProps {
  title: string;
  /** None: what the chart shows cannot be asked again. */
  card?: CardDraft | undefined;
  /** Days that a new board of this card shows. Default 30. */
  days?: number;
  /** The page Explore with the chart's question. */
  explore?: string | undefined;
  /** Of a chart over time, epoch ms: things that happened can be written down on it. */
  range?: { from: number; to: number } | undefined;
}

/** See `ChartMenu`, which loads it when it is asked for: it comes opened. */
export function ChartMenuList({ title, card, days, explore, range }: ChartMenuProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(true);
  const [annotated, setAnnotated] = useState<ChartMenuProps['range']>();
  return (
    <>
      <Menu position="bottom-end" withinPortal closeOnItemClick={false} opened={opened} onChange={setOpened}>
        <Menu.Target>
          <MenuButton title={title} />
        </Menu.Target>
        <Menu.Dropdown>
          {explore !== undefined && (
            <Menu.Item component={Link} href={explore}>
              {t('chart.explore')}
            </Menu.Item>
          )}
          {range !== undefined && (
            <Menu.Item
              onClick={() => {
                setOpened(false);
                setAnnotated(range);
              }}
            >
              {t('chart.annotate')}
            </Menu.Item>
          )}
          {card !== undefined && opened && <AddToBoardItems card={card} days={days ?? 30} />}
        </Menu.Dropdown>
      </Menu>
      {annotated !== undefined && (
        <Suspense>
          <AnnotateDialog title={title} range={annotated} onClose={() => setAnnotated(undefined)} />
        </Suspense>
      )}
    </>
  );
}
