import { ApiError } from '@personalize/sdk';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useSharedBoard } from '../../api/boards.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Page } from '../../components/page.tsx';
import { useFormat } from '../../format/use-format.ts';
import { BoardCardView } from './board-card.tsx';
import css from './boards.module.css';

/** A board through a link: to be read, without signing in. */
export function SharedBoard({ token }: { token: string }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useSharedBoard(token);
  const names = data?.names;
  const nameOf = useCallback(
    (metric: string) => names?.[metric]?.[i18n.language] ?? metric,
    [names, i18n.language],
  );
  if (error) {
    const known = error instanceof ApiError && (error.status === 404 || error.status === 410);
    return (
      <main className={css.shared}>
        <Page title={t('share.title')}>
          {known ? (
            <EmptyState tone="error" title={error.status === 410 ? t('share.ended') : t('share.altered')}>
              {t('share.askAgain')}
            </EmptyState>
          ) : (
            <ErrorState error={error} onRetry={() => refetch()} />
          )}
        </Page>
      </main>
    );
  }
  if (data === undefined) return null;
  const range = `${data.days ?? ''} ${data.from ?? ''}`;
  return (
    <main className={css.shared}>
      <Page
        wide
        title={data.title}
        bar={
          <span className={css.muted}>
            {t('share.readUntil', { time: format.date(Date.parse(data.expiresAt)) })}
          </span>
        }
      >
        {data.description && <p className={css.muted}>{data.description}</p>}
        <div className={css.grid}>
          {data.cards.map((card) => (
            <div key={card.id} className={css.cell} data-width={card.width}>
              <BoardCardView card={card} source={{ token }} range={range} nameOf={nameOf} />
            </div>
          ))}
        </div>
      </Page>
    </main>
  );
}
