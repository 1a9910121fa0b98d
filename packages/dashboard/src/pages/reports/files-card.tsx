import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { downloadFile, useReportFiles } from '../../api/reports.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useFormat } from '../../format/use-format.ts';

/** Finished reports that the reader may fetch. */
export function FilesCard() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useReportFiles();
  const fetching = useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) => downloadFile(id, name),
  });
  return (
    <Card title={t('reports.files')} unit={t('reports.filesUnit')}>
      {fetching.error && <p role="alert">{t('reports.downloadFailed')}</p>}
      {error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <DataTable
          caption={t('reports.files')}
          rows={data}
          rowKey={({ id }) => id}
          expectedRows={2}
          empty={<EmptyState title={t('reports.noFiles')} />}
          columns={[
            { key: 'name', name: t('reports.file'), cell: ({ name }) => name },
            {
              key: 'made',
              name: t('reports.made'),
              cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
            },
            {
              key: 'size',
              name: t('reports.size'),
              numeric: true,
              secondary: true,
              cell: ({ bytes }) => `${format.exact(Math.ceil(bytes / 1000))} kB`,
            },
            {
              key: 'get',
              name: '',
              width: '110px',
              cell: ({ id, name }) => (
                <Button
                  variant="default"
                  size="compact-xs"
                  aria-label={`${t('reports.download')} ${name}`}
                  onClick={() => fetching.mutate({ id, name })}
                >
                  {t('reports.download')}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Card>
  );
}
