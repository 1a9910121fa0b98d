import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExperimentDefinition } from '../../api/experiments.ts';
import { useSegments } from '../../api/segments.ts';
import { Card } from '../../components/card.tsx';
import { CardPart } from '../../components/card-part.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Tag } from '../../components/tag.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './definition-card.module.css';
import { describeEffect } from './describe-effect.ts';
import { describeMetric } from './describe-metric.ts';

/** What an experiment is, in words: variants, customers, metrics, length. */
export function DefinitionCard({ definition }: { definition: ExperimentDefinition }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { titleOf } = useSegments();
  const { variants, metrics, placement, targeting, namespace, holdouts = [], plan = {} } = definition;
  const control = definition.control ?? variants[0].key;
  const facts: [string, ReactNode][] = [
    [t('definition.hypothesis'), definition.hypothesis],
    ...(placement === undefined ? [] : [[t('definition.placement'), placement] as [string, ReactNode]]),
    [t('definition.who'), writeTargeting()],
    [t('definition.coverage'), writeCoverage()],
    ...(namespace === undefined
      ? []
      : [
          [
            t('definition.namespace'),
            t('definition.namespaceText', {
              key: namespace.key,
              start: format.percent(namespace.start),
              end: format.percent(namespace.end),
            }),
          ] as [string, ReactNode],
        ]),
    ...(holdouts.length === 0
      ? []
      : [
          [
            t('definition.holdouts'),
            holdouts.map(({ key, share }) => `${key} ${format.percent(share)}`).join(', '),
          ] as [string, ReactNode],
        ]),
    [
      t('definition.window'),
      definition.conversionDays === undefined
        ? t('definition.noWindow')
        : t('definition.windowDays', { count: definition.conversionDays }),
    ],
    [t('definition.plan'), writePlan()],
  ];

  function writeTargeting(): string {
    const { segments = [], notSegments = [] } = targeting ?? {};
    const parts = [
      segments.length > 0 ? t('definition.inSegments', { segments: segments.map(titleOf).join(', ') }) : '',
      notSegments.length > 0
        ? t('definition.notInSegments', { segments: notSegments.map(titleOf).join(', ') })
        : '',
    ].filter((part) => part !== '');
    return parts.length === 0 ? t('definition.everybody') : parts.join('; ');
  }

  function writeCoverage(): string {
    if (definition.ramp === undefined) return format.percent(definition.coverage ?? 1);
    return definition.ramp
      .map(({ from, coverage }) =>
        t('definition.rampStep', {
          share: format.percent(coverage),
          from: format.dateTime(Date.parse(from)),
        }),
      )
      .join('; ');
  }

  function writePlan(): string {
    const parts = [
      plan.plannedDays === undefined ? '' : t('definition.days', { count: plan.plannedDays }),
      plan.plannedSample === undefined
        ? ''
        : t('definition.sample', { sample: format.exact(plan.plannedSample) }),
      plan.minimumEffect === undefined
        ? ''
        : t('definition.minimumEffect', { effect: format.percent(plan.minimumEffect) }),
    ].filter((part) => part !== '');
    return parts.length === 0 ? t('definition.noPlan') : parts.join(', ');
  }

  return (
    <Card title={t('definition.title')} unit={definition.key}>
      <dl className={css.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={css.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <CardPart title={t('definition.variants')} className={css.part}>
        <DataTable
          caption={t('definition.variants')}
          rows={variants}
          rowKey={({ key }) => key}
          file={{ notes: [definition.key] }}
          empty={null}
          columns={[
            {
              key: 'key',
              name: t('definition.variant'),
              file: {
                value: ({ key, name }) =>
                  [key, ...(name ? [name] : []), ...(key === control ? [t('definition.control')] : [])].join(
                    ', ',
                  ),
              },
              cell: ({ key, name }) => (
                <span className={css.variant}>
                  {key}
                  {name && <span className={css.muted}>{name}</span>}
                  {key === control && <Tag>{t('definition.control')}</Tag>}
                </span>
              ),
            },
            {
              key: 'effect',
              name: t('definition.gets'),
              cell: ({ effect }) => describeEffect(t, format, effect),
            },
            {
              key: 'weight',
              name: t('definition.weight'),
              file: { type: 'number', unit: { style: 'percent' }, value: ({ weight }) => weight },
              numeric: true,
              cell: ({ weight }) => format.percent(weight),
            },
          ]}
        />
      </CardPart>
      <CardPart title={t('definition.metrics')} className={css.part}>
        <DataTable
          caption={t('definition.metrics')}
          rows={metrics}
          rowKey={({ key }) => key}
          file={{ notes: [definition.key] }}
          empty={null}
          columns={[
            { key: 'key', name: t('definition.metric'), cell: ({ key }) => key },
            { key: 'role', name: t('definition.role'), cell: ({ role }) => t(`metricRoleOne.${role}`) },
            {
              key: 'what',
              name: t('definition.counts'),
              cell: (metric) => describeMetric(t, format, metric),
            },
          ]}
        />
      </CardPart>
    </Card>
  );
}
