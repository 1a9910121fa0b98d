import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalyticsSchema, Row } from '../../api/analytics.ts';
import { HeatGrid } from '../../charts/heat-grid.tsx';
import { metricWriter } from '../../components/asking/names.ts';
import { Card } from '../../components/card.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { Language } from '../../i18n/language.ts';
import { type MetricChartProps, numberOf } from './metric-chart.tsx';
import { valueName } from './values.ts';

const mostColumns = 60;

interface Place {
  key: string;
  name: string;
  /** For ordering: numbers by size, steps of time by date. */
  order: number | string | undefined;
}

/** Heat map and pivot: the last split (or time) across, all others down; a pivot has a column for each metric. */
export function GridChart({
  title,
  groups,
  steps,
  context,
  metrics,
  schema,
}: MetricChartProps & { metrics: readonly string[]; schema: AnalyticsSchema | undefined }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const language = i18n.language as Language;
  const { state, dimensions, names, onDrill } = context;
  const timed = state.granularity !== '';
  const down = timed ? dimensions : dimensions.slice(0, -1);
  const across = timed ? 'date' : dimensions.at(-1);
  const heat = state.kind === 'heat';
  const grid = useMemo(() => {
    const rows = new Map<string, Place & { by: Map<string, Row> }>();
    const columns = new Map<string, Place>();
    const place = (name: string, value: string | number | null): Place => ({
      key: String(value),
      name: name === 'date' ? steps.text(String(value)) : valueName(t, language, name, value),
      order: name === 'date' || typeof value === 'number' ? (value ?? undefined) : undefined,
    });
    for (const row of groups?.flatMap((group) => group.rows) ?? []) {
      if (across === undefined) break;
      const other = row.other === true;
      const column =
        other && across !== 'date'
          ? { key: 'other', name: t('asking.other'), order: undefined }
          : place(across, row[across] ?? null);
      columns.set(column.key, column);
      const parts = down.map((name) => place(name, row[name] ?? null));
      const key = other ? 'other' : JSON.stringify(parts.map((part) => part.key));
      const name = other ? t('asking.other') : parts.map((part) => part.name).join(' · ');
      const found = rows.get(key) ?? { key, name, order: parts[0]?.order, by: new Map<string, Row>() };
      found.by.set(column.key, row);
      rows.set(key, found);
    }
    return { rows: ordered([...rows.values()]), columns: ordered([...columns.values()]) };
  }, [groups, across, down, steps, t, language]);
  const largest = Math.max(
    0,
    ...grid.rows.flatMap(({ by }) => [...by.values()].map((row) => numberOf(row[metrics[0]]) ?? 0)),
  );
  const columns = grid.columns.slice(0, mostColumns);
  const several = metrics.length > 1;
  const drillBy = timed ? dimensions.at(-1) : across;
  return (
    <Card
      title={heat ? title : t('explore.kinds.pivot')}
      unit={[...down, ...(across === undefined ? [] : [across])]
        .map((name) => (name === 'date' ? t('chart.time') : (names.get(name) ?? name)))
        .join(' × ')}
      footer={
        grid.columns.length > mostColumns ? t('explore.mostColumns', { count: mostColumns }) : undefined
      }
    >
      {across === undefined || (heat && down.length === 0) ? (
        <EmptyState title={t('explore.gridNeeds')} />
      ) : groups !== undefined && grid.rows.length === 0 ? (
        <EmptyState title={t('explore.nothing')}>{t('explore.nothingHint')}</EmptyState>
      ) : (
        <HeatGrid
          caption={title}
          corner={down.map((name) => names.get(name) ?? name).join(' · ')}
          columns={columns.flatMap(({ key, name }) =>
            metrics.map((metric) => ({
              key: `${key} ${metric}`,
              name: several ? `${name} · ${names.get(metric) ?? metric}` : name,
            })),
          )}
          rows={grid.rows.map(({ key, name, by }) => ({
            key,
            name: name || t('explore.all'),
            cells: columns.flatMap((column) =>
              metrics.map((metric) => {
                const row = by.get(column.key);
                const value = row === undefined ? null : numberOf(row[metric]);
                const drill = row !== undefined && !row.other && drillBy !== undefined;
                return {
                  share: value === null ? null : heat && largest > 0 ? Math.max(0, value / largest) : 0,
                  text: value === null ? '–' : metricWriter(schema, metric, format, context.currency)(value),
                  title: `${name} · ${column.name}: ${format.exact(value)}`,
                  ...(drill ? { onPick: () => onDrill(drillBy, row[drillBy] ?? null) } : {}),
                };
              }),
            ),
          }))}
        />
      )}
    </Card>
  );
}

/** Numbers by size and times by date; other names as the answer ranks them. */
function ordered<P extends Place>(places: P[]): P[] {
  if (places.some(({ order }) => order === undefined)) return places;
  return places.sort((a, b) =>
    typeof a.order === 'number' && typeof b.order === 'number'
      ? a.order - b.order
      : String(a.order) < String(b.order)
        ? -1
        : 1,
  );
}
