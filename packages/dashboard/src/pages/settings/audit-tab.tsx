import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  type AuditEntry,
  type AuditFilter,
  allAudit,
  auditCsvAddress,
  useAudit,
  useAuditActions,
  useKeys,
  usePeople,
} from '../../api/settings.ts';
import { useUrlState } from '../../api/use-url-state.ts';
import { downloadFrom } from '../../charts/download.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import css from './settings.module.css';

const dayMs = 86_400_000;

/** Who changed what, and when. */
export function AuditTab() {
  const { t } = useTranslation();
  const [actor, setActor] = useUrlState('actor');
  const [action, setAction] = useUrlState('action');
  const [from, setFrom] = useUrlState('from');
  const [to, setTo] = useUrlState('to');
  const people = usePeople().data ?? [];
  const keys = useKeys().data ?? [];
  const actions = useAuditActions().data ?? [];
  const names = new Map([
    ...keys.map(({ id, name }): [string, string] => [id, name]),
    ...people.map(({ id, name }): [string, string] => [id, name]),
  ]);
  const chosen = action === '' ? [] : action.split(',');
  const filter: AuditFilter = {
    ...(actor === '' ? {} : { actor }),
    ...(chosen.length === 0 ? {} : { action: chosen }),
    // Days as the reader's device begins them; the last one is included.
    ...(from === '' ? {} : { from: new Date(`${from}T00:00`).toISOString() }),
    ...(to === '' ? {} : { to: new Date(new Date(`${to}T00:00`).getTime() + dayMs).toISOString() }),
  };
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useAudit(filter);
  const clear = () => {
    setActor('');
    setAction('');
    setFrom('');
    setTo('');
  };
  return (
    <Card title={t('settings.audit')} unit={t('audit.unit')}>
      <search className={css.fields}>
        <Select
          label={t('audit.who')}
          searchable
          allowDeselect={false}
          value={actor}
          onChange={(next) => setActor(next ?? '')}
          data={[
            { value: '', label: t('audit.anyone') },
            { value: 'system', label: t('audit.system') },
            { value: 'cli', label: t('audit.cli') },
            { group: t('settings.people'), items: options(people) },
            { group: t('settings.keys'), items: options(keys) },
          ]}
        />
        <MultiSelect
          label={t('audit.what')}
          placeholder={chosen.length === 0 ? t('audit.anything') : undefined}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('action.clear') }}
          value={chosen}
          onChange={(next) => setAction(next.join(','))}
          data={[...new Set([...actions, ...chosen])]}
        />
        <TextInput
          type="date"
          label={t('audit.from')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('audit.to')}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </search>
      {error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <DataTable<AuditEntry>
          caption={t('settings.audit')}
          rows={data?.pages.flatMap((page) => page.data)}
          rowKey={({ id }) => id}
          expectedRows={10}
          file={{
            all: () => allAudit(filter),
            own: { csv: () => downloadFrom('audit.csv', auditCsvAddress(filter)) },
            notes: [
              ...(actor === '' ? [] : [`${t('audit.who')}: ${nameOf(actor)}`]),
              ...(chosen.length === 0 ? [] : [`${t('audit.what')}: ${chosen.join(', ')}`]),
              ...(from === '' ? [] : [`${t('audit.from')}: ${from}`]),
              ...(to === '' ? [] : [`${t('audit.to')}: ${to}`]),
            ],
          }}
          columns={[
            {
              key: 'at',
              name: t('audit.when'),
              file: { type: 'time', value: ({ at }) => Date.parse(at) },
              width: '130px',
              cell: ({ at }) => <RelativeTime at={at} />,
            },
            {
              key: 'actor',
              name: t('audit.who'),
              width: '180px',
              cell: ({ actor: id }) => nameOf(id),
            },
            {
              key: 'action',
              name: t('audit.what'),
              width: '190px',
              cell: (entry) => <code>{entry.action}</code>,
            },
            {
              key: 'target',
              name: t('audit.target'),
              cell: ({ target }) => <span className={css.detail}>{names.get(target) ?? target}</span>,
            },
            {
              key: 'detail',
              name: t('audit.detail'),
              secondary: true,
              cell: ({ detail }) => <span className={css.detail}>{describe(detail)}</span>,
            },
          ]}
          empty={
            <EmptyState
              title={t('audit.none')}
              action={
                <Button size="xs" variant="default" onClick={clear}>
                  {t('customers.clearFilters')}
                </Button>
              }
            >
              {t('audit.noneHint')}
            </EmptyState>
          }
        />
      )}
      {hasNextPage && (
        <Button
          mt={12}
          size="xs"
          variant="default"
          loading={isFetchingNextPage}
          onClick={() => fetchNextPage()}
        >
          {t('action.more')}
        </Button>
      )}
    </Card>
  );

  function nameOf(id: string): string {
    if (id === 'system') return t('audit.system');
    if (id === 'cli') return t('audit.cli');
    return names.get(id) ?? id;
  }
}

function options(list: readonly { id: string; name: string }[]) {
  return list.map(({ id, name }) => ({ value: id, label: name }));
}

function describe(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
}
