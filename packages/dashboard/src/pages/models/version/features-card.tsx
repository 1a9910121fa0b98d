import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFeatures } from '../../../api/features.ts';
import type { VersionDetail } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import css from '../shared/shared.module.css';

const shownAtFirst = 20;

/** The columns that the version reads, in order, and what each means. */
export function FeaturesCard({ detail }: { detail: VersionDetail }) {
  const { t } = useTranslation();
  const { describe } = useFeatures();
  const [all, setAll] = useState(false);
  const { features } = detail.signature;
  const rows = all ? features : features.slice(0, shownAtFirst);
  return (
    <Card
      title={t('modelVersion.features')}
      unit={t('modelVersion.featuresUnit', { count: features.length })}
    >
      <DataTable
        caption={t('modelVersion.features')}
        rows={rows}
        rowKey={(name) => name}
        file={{ notes: [`${detail.name}@${detail.version}`], all: async () => features }}
        columns={[
          { key: 'name', name: t('modelCurve.feature'), cell: (name) => <code>{name}</code> },
          {
            key: 'meaning',
            name: t('customer.meaning'),
            secondary: true,
            cell: (name) => <span className={css.muted}>{describe(name)}</span>,
          },
        ]}
        empty={null}
      />
      {!all && features.length > shownAtFirst && (
        <Button mt={12} variant="default" size="xs" onClick={() => setAll(true)}>
          {t('modelVersion.truncated', { count: features.length - shownAtFirst })}
        </Button>
      )}
    </Card>
  );
}
