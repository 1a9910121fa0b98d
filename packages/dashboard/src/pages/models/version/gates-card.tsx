import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGates, type VersionDetail } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { GatesTable } from '../shared/gates-table.tsx';

/** The gates as judged at registration, and, when asked, as they stand now. */
export function GatesCard({
  name,
  version,
  detail,
  may,
}: {
  name: string;
  version: number;
  detail: VersionDetail | undefined;
  may: boolean;
}) {
  const { t } = useTranslation();
  const [now, setNow] = useState(false);
  const judged = useGates(name, version, now);
  return (
    <Card
      title={t('modelGate.title')}
      unit={now ? t('modelGate.asNow') : t('modelGate.asRegistered')}
      actions={
        may &&
        detail?.state === 'ready' && (
          <Button
            size="compact-sm"
            variant="default"
            loading={judged.isFetching}
            onClick={() => (now ? judged.refetch() : setNow(true))}
          >
            {t('modelGate.judge')}
          </Button>
        )
      }
    >
      {now && judged.error ? (
        <ErrorState error={judged.error} onRetry={() => judged.refetch()} />
      ) : (
        <GatesTable
          gates={now ? judged.data?.gates : detail?.gates}
          file={{ notes: [`${name}@${version}`, now ? t('modelGate.asNow') : t('modelGate.asRegistered')] }}
        />
      )}
    </Card>
  );
}
