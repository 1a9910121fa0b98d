import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../../api/decisions.ts';
import { useFormat } from '../../format/use-format.ts';
import css from './decisions.module.css';

/** A decision's slate with its propensities, and what its request left out beside the placement's own filters. */
export function SlateList({ decision: { slate, context } }: { decision: Decision }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <ol className={css.slate} aria-label={t('decisionLog.slate')}>
        {slate.map(({ rank, itemId, title, source, propensity, clicked, bought }) => (
          <li key={itemId} className={css.slot}>
            <span className="numeric">{rank}</span>
            <span>{title ?? itemId}</span>
            <span className={css.muted}>{source}</span>
            <span className="numeric" title={t('decisionHelp.propensity')}>
              {format.percent(propensity)}
            </span>
            <span>{bought ? t('decisionLog.bought') : clicked ? t('decisionLog.clicked') : ''}</span>
          </li>
        ))}
      </ol>
      <Restrictions context={context} />
    </>
  );
}

function Restrictions({ context }: Pick<Decision, 'context'>) {
  const { t } = useTranslation();
  const { filter, exclude, restrictionsNotLogged } = context;
  if (restrictionsNotLogged !== undefined) return <p className={css.muted}>{t('decisionLog.ownTooMany')}</p>;
  const filters = Array.isArray(filter) ? filter.map((one) => describeFilter(t, one)) : [];
  return (
    <>
      {filters.length > 0 && (
        <p className={css.muted}>
          {t('decisionLog.ownFilters')}: {filters.join('; ')}
        </p>
      )}
      {Array.isArray(exclude) && exclude.length > 0 && (
        <p className={css.muted}>
          {t('decisionLog.ownExcluded')}: {exclude.join(', ')}
        </p>
      )}
    </>
  );
}

/** A filter as requests bring it, in words. */
function describeFilter(t: TFunction, filter: unknown): string {
  const { kind, ...rest } = filter as Record<string, unknown>;
  switch (kind) {
    case 'price': {
      const { min, max } = rest;
      if (min === undefined) return t('decisionLog.priceTo', { max });
      return max === undefined
        ? t('decisionLog.priceFrom', { min })
        : t('decisionLog.priceRange', { min, max });
    }
    case 'attribute': {
      const values = Array.isArray(rest.values) ? rest.values.join(', ') : '';
      const { attribute } = rest;
      return rest.op === 'in'
        ? t('decisionLog.oneOf', { attribute, values })
        : t('decisionLog.noneOf', { attribute, values });
    }
    case 'notBoughtWithin':
      return t('decisionLog.notBought', { count: Number(rest.days) });
    case 'available':
    case 'notHidden':
    case 'notInCart':
      return t(`decisionLog.${kind}`);
    default:
      return JSON.stringify(filter);
  }
}
