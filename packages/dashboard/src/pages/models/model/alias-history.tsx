import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import {
  type AliasChange,
  allAliasChanges,
  knownAliases,
  type Model,
  useAliasHistory,
} from '../../../api/models.ts';
import { useUrlState } from '../../../api/use-url-state.ts';
import { Card } from '../../../components/card.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { SelectFilter } from '../../../components/filter-bar.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Tag } from '../../../components/tag.tsx';
import { useActorNames } from '../../../components/use-actor-names.ts';
import { AliasTags } from '../shared/alias-tags.tsx';
import { GatesTable } from '../shared/gates-table.tsx';
import css from '../shared/shared.module.css';

/** What the server itself is called where it acts. */
const system = 'system';

/** How an alias came to where it is: who moved it, when, why, and what the gates said. */
export function AliasHistory({ name, model }: { name: string; model: Model | undefined }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useUrlState('alias');
  const alias = chosen || knownAliases[0];
  const history = useAliasHistory(name, alias);
  const changes = history.data?.pages.flatMap((page) => page.data);
  const nameOf = useActorNames((changes ?? []).map(({ changedBy }) => changedBy));
  const known = [...new Set([...knownAliases, ...(model?.aliases ?? []).map((one) => one.alias)])];
  return (
    <Card
      title={t('modelHistory.title')}
      unit={t('modelHistory.unit')}
      actions={
        <SelectFilter
          inline
          label={t('modelHistory.alias')}
          value={alias}
          options={known.map((one) => ({
            value: one,
            label: t(`modelAlias.${one}`, { defaultValue: one }),
          }))}
          onChange={(value) => setChosen(value === knownAliases[0] ? '' : value)}
        />
      }
    >
      {history.error ? (
        <ErrorState error={history.error} onRetry={() => history.refetch()} />
      ) : (
        <DataTable<AliasChange>
          caption={t('modelHistory.title')}
          rows={changes}
          rowKey={({ changedAt, version }, i) => `${changedAt} ${version} ${i}`}
          file={{
            all: () => allAliasChanges(name, alias),
            notes: [name, `${t('modelHistory.alias')}: ${t(`modelAlias.${alias}`, { defaultValue: alias })}`],
          }}
          columns={[
            {
              key: 'change',
              name: t('modelHistory.change'),
              file: { value: (change) => [changeWords(t, change), ...kindWords(t, change)].join(', ') },
              cell: (change) => (
                <span className={css.tags}>
                  <AliasTags aliases={[change.alias]} />
                  {changeWords(t, change)}
                  <span className={css.narrow}>
                    {nameOf(change.changedBy)}: {change.reason}
                  </span>
                </span>
              ),
            },
            {
              key: 'how',
              name: '',
              cell: ({ override, rollback, changedBy }) => (
                <span className={css.tags}>
                  {override && <Tag tone="warn">{t('modelHistory.overridden')}</Tag>}
                  {rollback && (
                    <Tag tone={changedBy === system ? 'bad' : 'neutral'}>{rollbackWord(t, changedBy)}</Tag>
                  )}
                </span>
              ),
            },
            {
              key: 'who',
              name: t('modelHistory.who'),
              secondary: true,
              cell: ({ changedBy }) => nameOf(changedBy),
            },
            { key: 'why', name: t('modelHistory.why'), secondary: true, cell: ({ reason }) => reason },
            {
              key: 'when',
              name: t('modelHistory.when'),
              file: { type: 'time', value: ({ changedAt }) => Date.parse(changedAt) },
              numeric: true,
              width: '120px',
              cell: ({ changedAt }) => <RelativeTime at={changedAt} />,
            },
          ]}
          detail={({ gates }) =>
            gates.length === 0 ? null : (
              <details>
                <summary>{t('modelGate.title')}</summary>
                <GatesTable gates={gates} />
              </details>
            )
          }
          empty={<EmptyState title={t('modelHistory.none')}>{t('modelHistory.noneHint')}</EmptyState>}
        />
      )}
      {history.hasNextPage && (
        <Button
          mt={12}
          variant="default"
          size="xs"
          loading={history.isFetchingNextPage}
          onClick={() => history.fetchNextPage()}
        >
          {t('action.more')}
        </Button>
      )}
    </Card>
  );
}

function changeWords(t: TFunction, { version, previous }: AliasChange): string {
  if (version === null) return t('modelHistory.removed', { previous });
  return previous === null
    ? t('modelHistory.set', { version })
    : t('modelHistory.moved', { previous, version });
}

/** What the tags beside a change say. */
function kindWords(t: TFunction, { override, rollback, changedBy }: AliasChange): string[] {
  return [
    ...(override ? [t('modelHistory.overridden')] : []),
    ...(rollback ? [rollbackWord(t, changedBy)] : []),
  ];
}

function rollbackWord(t: TFunction, changedBy: string): string {
  return changedBy === system ? t('modelHistory.automatic') : t('modelHistory.rolledBack');
}
