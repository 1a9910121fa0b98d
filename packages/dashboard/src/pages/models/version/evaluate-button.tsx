import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useEvaluate, type VersionDetail } from '../../../api/models.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { jobPath } from '../shared/crumbs.tsx';

/** Measures the version on the held-out window of now, in the background, and goes there to follow it. */
export function EvaluateButton({ detail: { name, version, state } }: { detail: VersionDetail }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const evaluating = useEvaluate();
  if (state === 'removed') return null;
  return (
    <>
      {evaluating.error && <ErrorState error={evaluating.error} />}
      <Button
        size="compact-sm"
        variant="default"
        loading={evaluating.isPending}
        onClick={() =>
          evaluating.mutate({ name, version }, { onSuccess: ({ id }) => navigate(jobPath(name, id)) })
        }
      >
        {t('modelVersion.evaluate')}
      </Button>
    </>
  );
}
