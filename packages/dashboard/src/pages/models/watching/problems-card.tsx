import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { Tag } from '../../../components/tag.tsx';
import { useFormat } from '../../../format/use-format.ts';

const shownAtFirst = 4;

type Problem = Model['problems'][number];

/** The limits that the champion is beyond now; absent when all is well. */
export function ProblemsCard({
  model,
  problems,
}: {
  /** `name@version`. */
  model: string;
  problems: readonly Problem[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  if (problems.length === 0) return null;
  // What puts the champion back comes first.
  const ordered = [...problems].sort((a, b) => Number(b.rollsBack) - Number(a.rollsBack));
  return (
    <Card title={t('modelWatch.alert')}>
      <DataTable<Problem>
        caption={t('modelWatch.alert')}
        rows={all ? ordered : ordered.slice(0, shownAtFirst)}
        rowKey={({ kind, feature }) => `${kind} ${feature}`}
        file={{ notes: [model], all: async () => ordered }}
        columns={[
          {
            key: 'kind',
            name: t('modelWatch.what'),
            file: {
              value: ({ kind, rollsBack }) =>
                [t(`modelAlert.${kind}`), ...(rollsBack ? [t('modelWatch.rollsBack')] : [])].join(', '),
              beside: [{ name: t('modelCurve.feature'), value: ({ feature }) => feature }],
            },
            cell: ({ kind, feature, rollsBack }) => (
              <>
                {t(`modelAlert.${kind}`)} {feature && <code>{feature}</code>}{' '}
                {rollsBack && <Tag tone="bad">{t('modelWatch.rollsBack')}</Tag>}
              </>
            ),
          },
          {
            key: 'value',
            name: t('modelGate.measured'),
            file: { type: 'number', value: ({ value }) => value },
            numeric: true,
            cell: ({ value, detail }) => <span title={detail}>{format.fixed(value, 4)}</span>,
          },
          {
            key: 'limit',
            name: t('modelWatch.limitName'),
            file: { type: 'number', value: ({ limit }) => limit },
            numeric: true,
            cell: ({ limit }) => format.fixed(limit, 4),
          },
        ]}
        empty={null}
      />
      {!all && problems.length > shownAtFirst && (
        <Button mt={12} variant="default" size="xs" onClick={() => setAll(true)}>
          {t('modelVersion.truncated', { count: problems.length - shownAtFirst })}
        </Button>
      )}
    </Card>
  );
}
