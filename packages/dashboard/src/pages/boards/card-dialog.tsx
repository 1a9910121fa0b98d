import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalyticsSchema } from '../../api/analytics.ts';
import type { BoardCard } from '../../api/boards.ts';
import { dimensionName } from '../../components/asking/names.ts';
import type { Language } from '../../i18n/language.ts';
import css from './boards.module.css';

const kinds = ['line', 'bar', 'table', 'figure'] as const;
const steps = ['hour', 'day', 'week', 'month'] as const;

/** Makes or changes a card. */
export function CardDialog({
  card,
  schema,
  onClose,
  onSave,
}: {
  card: BoardCard | undefined;
  schema: AnalyticsSchema | undefined;
  onClose: () => void;
  onSave: (card: BoardCard) => void;
}) {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  const [title, setTitle] = useState(card?.title ?? '');
  const [metric, setMetric] = useState(card?.query.metrics[0] ?? 'events');
  const [kind, setKind] = useState<BoardCard['kind']>(card?.kind ?? 'line');
  const [dimension, setDimension] = useState(card?.query.dimensions?.find((name) => name !== 'date') ?? '');
  const [step, setStep] = useState<(typeof steps)[number]>(
    steps.find((one) => one === card?.query.granularity) ?? 'day',
  );
  const known = schema?.metrics.find(({ name }) => name === metric);
  const metricName = known ? dimensionName(known, language) : metric;
  const dimensions = (schema?.dimensions ?? []).filter(
    ({ name }) => name !== 'date' && (known?.dimensions.includes(name) ?? true),
  );
  const save = () => {
    const grouped = kind === 'figure' || dimension === '' ? [] : [dimension];
    const { granularity: _granularity, dimensions: _dimensions, ...query } = card?.query ?? { metrics: [] };
    onSave({
      id: card?.id ?? `card-${Date.now().toString(36)}`,
      ...{ title: title.trim() || metricName, kind, width: card?.width ?? 1, height: card?.height ?? 1 },
      query: {
        ...query,
        metrics: [metric, ...query.metrics.slice(1).filter((name) => name !== metric)],
        ...(grouped.length === 0 ? {} : { dimensions: grouped }),
        ...(kind === 'line' ? { granularity: step } : {}),
        ...(kind === 'figure' ? { totals: true } : { limit: query.limit ?? (kind === 'line' ? 7 : 12) }),
      },
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={card === undefined ? t('boards.add') : t('boards.edit')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form
        className={css.stack}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <div className={css.fields}>
          <Select
            label={t('boardCard.metric')}
            searchable
            allowDeselect={false}
            value={metric}
            data={(schema?.metrics ?? []).map((one) => ({
              value: one.name,
              label: dimensionName(one, language),
            }))}
            onChange={(next) => setMetric(next ?? metric)}
          />
          <Select
            label={t('boardCard.kind')}
            allowDeselect={false}
            value={kind}
            data={kinds.map((value) => ({ value, label: t(`boardKind.${value}`) }))}
            onChange={(next) => setKind(kinds.find((one) => one === next) ?? kind)}
          />
          {kind !== 'figure' && (
            <Select
              label={t('boardCard.dimension')}
              searchable
              allowDeselect={false}
              value={dimension}
              data={[
                { value: '', label: t('boardCard.noDimension') },
                ...dimensions.map((one) => ({ value: one.name, label: dimensionName(one, language) })),
              ]}
              onChange={(next) => setDimension(next ?? '')}
            />
          )}
          {kind === 'line' && (
            <Select
              label={t('boardCard.step')}
              allowDeselect={false}
              value={step}
              data={steps.map((value) => ({ value, label: t(`boardStep.${value}`) }))}
              onChange={(next) => setStep(steps.find((one) => one === next) ?? step)}
            />
          )}
          <TextInput
            label={t('boardCard.title')}
            placeholder={metricName}
            maxLength={120}
            value={title}
            onChange={({ currentTarget }) => setTitle(currentTarget.value)}
          />
        </div>
        <div className={css.row}>
          <Button type="submit">{t('boardCard.save')}</Button>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
