import './pills.css';
import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { useExperiment, useMayExperiment } from '../../../api/experiments.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Page } from '../../../components/page.tsx';
import { copyOf, definitionOf, newDraft } from './draft.ts';
import { Wizard } from './wizard.tsx';

/** Designs a new experiment, goes on with a draft, or changes what may change of a running one. */
export function Design({ experimentKey: key }: { experimentKey: string | undefined }) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const copied = key === undefined ? (search.get('from') ?? undefined) : undefined;
  const mayWrite = useMayExperiment();
  const { data, error, refetch } = useExperiment(key ?? copied);
  const title = key ?? t('design.new');
  const back = key === undefined ? '/experiments' : `/experiments/${encodeURIComponent(key)}`;

  if (!mayWrite || data?.state === 'stopped') {
    const ended = mayWrite && copied === undefined;
    if (!mayWrite || ended) {
      return (
        <Page title={title}>
          <EmptyState
            title={t(mayWrite ? 'design.ended' : 'design.mayNot')}
            action={<Link href={back}>{t('design.back')}</Link>}
          >
            {t(mayWrite ? 'design.endedHint' : 'design.mayNotHint')}
          </EmptyState>
        </Page>
      );
    }
  }
  if (error && !data) {
    return (
      <Page title={title}>
        <ErrorState error={error} onRetry={() => refetch()} />
      </Page>
    );
  }
  if ((key ?? copied) !== undefined && data === undefined) {
    return (
      <Page title={title}>
        <Skeleton height={400} />
      </Page>
    );
  }
  if (key !== undefined && data !== undefined) {
    return <Wizard start={definitionOf(data)} stored={data} />;
  }
  return <Wizard start={data === undefined ? newDraft() : copyOf(definitionOf(data))} stored={undefined} />;
}
