import { useDebouncedValue } from '@mantine/hooks';
import { ApiError } from '@personalize/sdk';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSegmentPreview } from '../../api/segments.ts';
import { BarCell } from '../../components/bar-cell.tsx';
import { Card } from '../../components/card.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useWords } from '../../components/use-words.ts';
import { useFormat } from '../../format/use-format.ts';
import type { Rule } from './rule-draft.ts';
import css from './segments.module.css';

const settleMs = 400;

/** How many customers the rule holds for now, counted as it is written, and some of them. */
export function PreviewCard({ rule }: { rule: Rule | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const [settled] = useDebouncedValue(rule === undefined ? '' : JSON.stringify(rule), settleMs);
  const { data, error, refetch, isFetching } = useSegmentPreview(
    settled === '' ? undefined : (JSON.parse(settled) as Rule),
  );
  const refused = error instanceof ApiError && error.status === 400;
  return (
    <Card title={t('segmentPreview.title')} unit={t('segmentPreview.unit')}>
      {rule === undefined ? (
        <p className={css.muted}>{t('segmentPreview.incomplete')}</p>
      ) : refused ? (
        <p className={css.wrong} role="alert">
          {words(error)}
        </p>
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <div className={css.stack} aria-live="polite" aria-busy={isFetching && data === undefined}>
          {data && (
            <>
              <p className={css.count}>
                <strong>{format.count(data.matching)}</strong>{' '}
                {t('segmentPreview.of', {
                  total: format.count(data.customers),
                  share: format.percent(data.customers === 0 ? 0 : data.matching / data.customers),
                })}
              </p>
              <BarCell share={data.customers === 0 ? 0 : data.matching / data.customers} />
              <ul className={css.sample}>
                {data.sample.map(({ customerId, anonymousId, lastInteraction }) => {
                  const id = customerId ?? anonymousId ?? '';
                  return (
                    <li key={id}>
                      <Link className={css.link} href={`/customers/${encodeURIComponent(id)}`}>
                        {id}
                      </Link>
                      <span className={css.muted}>
                        <RelativeTime at={lastInteraction} />
                      </span>
                    </li>
                  );
                })}
              </ul>
              {data.matching > data.sample.length && data.sample.length > 0 && (
                <p className={css.muted}>{t('segmentPreview.latest')}</p>
              )}
            </>
          )}
        </div>
      )}
    </Card>
  );
}
