import { Button, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Metric } from '../../../api/experiments.ts';
import css from './design.module.css';
import { useRowIds } from './use-row-ids.ts';

/** The steps of a funnel, each done by one of its event types. */
export function FunnelStepsForm({
  metric,
  events,
  onChange,
}: {
  metric: Extract<Metric, { kind: 'funnel' }>;
  events: readonly string[];
  onChange: (metric: Metric) => void;
}) {
  const { t } = useTranslation();
  const { steps } = metric;
  const rows = useRowIds(steps.length);
  return (
    <div className={css.fields}>
      {steps.map((types, i) => (
        <TagsInput
          key={rows.ids[i]}
          label={t('design.step', { number: i + 1 })}
          data={events.filter((type) => !steps.some((other, at) => at !== i && other.includes(type)))}
          maxTags={20}
          value={types}
          onChange={(next) => onChange({ ...metric, steps: steps.map((one, at) => (at === i ? next : one)) })}
        />
      ))}
      <div className={css.buttons}>
        <Button
          variant="default"
          size="xs"
          disabled={steps.length >= 8}
          onClick={() => onChange({ ...metric, steps: [...steps, []] })}
        >
          {t('design.addStep')}
        </Button>
        <Button
          variant="default"
          size="xs"
          disabled={steps.length <= 2}
          onClick={() => onChange({ ...metric, steps: steps.slice(0, -1) })}
        >
          {t('design.dropStep')}
        </Button>
      </div>
    </div>
  );
}
