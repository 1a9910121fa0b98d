import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Metric, useEventTypes, useUsualCurrency } from '../../../api/experiments.ts';
import { Card } from '../../../components/card.tsx';
import css from './design.module.css';
import { MetricForm } from './metric-form.tsx';
import { presets } from './metric-presets.ts';
import type { StepProps } from './step-props.ts';
import { useRowIds } from './use-row-ids.ts';

/** What decides, what must not get worse, and what informs. */
export function MetricsStep({ definition, onChange, stored }: StepProps) {
  const { t } = useTranslation();
  const types = useEventTypes();
  const currency = useUsualCurrency();
  const { metrics } = definition;
  const rows = useRowIds(metrics.length);
  const set = (next: Metric[]) => onChange({ ...definition, metrics: next });
  const offered = presets(types, currency).filter((preset) => !metrics.some(({ key }) => key === preset.key));
  return (
    <Card
      title={t('designStep.metrics')}
      unit={t(stored?.state === 'running' ? 'design.metricsRunning' : 'designStepUnit.metrics')}
    >
      <ul className={css.list}>
        {metrics.map((metric, i) => (
          <li key={rows.ids[i]} className={css.item}>
            <MetricForm
              key={metric.kind}
              metric={metric}
              events={types}
              currency={currency}
              onChange={(next) => set(metrics.map((one, at) => (at === i ? next : one)))}
              onRemove={
                metrics.length > 1
                  ? () => {
                      rows.drop(i);
                      set(metrics.filter((_, at) => at !== i));
                    }
                  : undefined
              }
            />
          </li>
        ))}
      </ul>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" leftSection={<IconPlus size={14} />} disabled={metrics.length >= 30}>
            {t('design.addMetric')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {offered.map((preset) => (
            <Menu.Item key={preset.key} onClick={() => set([...metrics, preset])}>
              {t(`metricPreset.${preset.key as 'buyers'}`)}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => set([...metrics, ownMetric(metrics)])}>{t('design.ownMetric')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Card>
  );
}

function ownMetric(metrics: readonly Metric[]): Metric {
  let number = metrics.length + 1;
  while (metrics.some(({ key }) => key === `metric-${number}`)) number++;
  return { key: `metric-${number}`, kind: 'proportion', role: 'secondary', events: [] };
}
