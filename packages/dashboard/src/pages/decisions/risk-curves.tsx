import type { XyAxis, XySeries } from '@personalize/charts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolicyRisk } from '../../api/decisions.ts';
import { ChartShell } from '../../charts/chart-shell.tsx';
import { XyChart } from '../../charts/xy-chart.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './decisions.module.css';

const height = 240;
const dayMs = 86_400_000;

/** What a unit put on the arm's lead would have become, and how far below its highest it was. */
export function RiskCurves({ arm }: { arm: PolicyRisk }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { equity, underwater } = arm.risk;
  const times = useMemo(() => {
    const days = arm.days.map((day) => Date.parse(day));
    // The start is the day before the first return.
    return days.length === 0 ? [] : [days[0] - dayMs, ...days];
  }, [arm.days]);
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return (
    <div className={css.charts}>
      <Curve
        title={t('risk.equity', { arm: arm.name })}
        unit={t('risk.equityUnit')}
        name={t('risk.equityName')}
        times={times}
        values={equity}
        format={(value) => format.fixed(value, 2)}
        day={day}
      />
      <Curve
        title={t('risk.underwater', { arm: arm.name })}
        unit={t('risk.underwaterUnit')}
        name={t('risk.underwaterName')}
        times={times}
        values={underwater}
        format={format.percent}
        day={day}
      />
    </div>
  );
}

function Curve({
  title,
  unit,
  name,
  times,
  values,
  format,
  day,
}: {
  title: string;
  unit: string;
  name: string;
  times: readonly number[];
  values: readonly number[];
  format: (value: number) => string;
  day: (at: number) => string;
}) {
  const { t } = useTranslation();
  const write = useFormat();
  const series = useMemo<XySeries[]>(
    () => [{ key: 'curve', name, points: times.map((at, i) => [at, values[i]] as const) }],
    [name, times, values],
  );
  const x = useMemo<XyAxis>(
    () => ({ name: t('risk.dayAxis'), type: 'time', format: write.date }),
    [t, write],
  );
  const y = useMemo<XyAxis>(() => ({ name, format }), [name, format]);
  return (
    <ChartShell
      title={title}
      unit={unit}
      height={height}
      empty={t('risk.noReturns')}
      table={{
        columns: [
          { key: 'day', name: t('risk.dayAxis') },
          { key: 'value', name, format },
        ],
        rows: times.map((at, i) => [day(at), values[i]] as const),
      }}
    >
      <XyChart label={title} height={height} series={series} x={x} y={y} />
    </ChartShell>
  );
}
