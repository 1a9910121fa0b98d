import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import {
  type PlacementChange,
  type PlacementSettings,
  type StoredPlacement,
  useMayEditPlacements,
  usePlacement,
  usePutPlacement,
  useRemovePlacement,
} from '../../api/placements.ts';
import { Card } from '../../components/card.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { SettingsForm } from './form/settings-form.tsx';
import { LearntCard } from './learnt/learnt-card.tsx';
import css from './placements.module.css';
import { PreviewCard } from './preview/preview-card.tsx';
import { problemsOf } from './problems.ts';
import { removedKey } from './removed-key.ts';
import { settingsOf } from './settings.ts';

/** One placement: what it would answer, what its policy has learnt, and its settings. */
export function PlacementPage({ name }: { name: string }) {
  const { data: stored, error, refetch } = usePlacement(name);
  if (stored === undefined) {
    return <Page title={name}>{error && <ErrorState error={error} onRetry={() => refetch()} />}</Page>;
  }
  return <Editor stored={stored} />;
}

function Editor({ stored }: { stored: StoredPlacement }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const mayEdit = useMayEditPlacements();
  const [draft, setDraft] = useState<PlacementSettings>();
  const [before, setBefore] = useState<PlacementSettings>();
  const putting = usePutPlacement();
  const removing = useRemovePlacement();
  const current = settingsOf(stored);
  const changed = draft !== undefined && JSON.stringify(draft) !== JSON.stringify(current);
  const settings = draft ?? current;
  const problems = problemsOf(t, putting.error);

  const put = (next: PlacementSettings, previous: PlacementSettings | undefined) =>
    putting.mutate(
      { settings: next, version: stored.version },
      {
        onSuccess: () => {
          setDraft(undefined);
          setBefore(previous);
        },
      },
    );
  const discard = () => {
    setDraft(undefined);
    putting.reset();
  };
  const remove = () =>
    removing.mutate(stored.name, {
      onSuccess: () => {
        queries.setQueryData<PlacementChange>(removedKey, { settings: current, version: 0 });
        navigate('/placements');
      },
    });
  const actions = mayEdit && (
    <>
      {changed && (
        <Button variant="default" size="xs" onClick={discard}>
          {t('placements.discard')}
        </Button>
      )}
      <Button
        size="xs"
        disabled={!changed}
        loading={putting.isPending}
        onClick={() => put(settings, current)}
      >
        {t('placements.save')}
      </Button>
    </>
  );

  return (
    <Page title={stored.title} bar={actions}>
      {before !== undefined && !changed && (
        <Notice>
          {t('placements.saved', { version: stored.version })}{' '}
          <Button
            variant="subtle"
            size="compact-xs"
            loading={putting.isPending}
            onClick={() => put(before, undefined)}
          >
            {t('placements.undo')}
          </Button>
        </Notice>
      )}
      {putting.error && problems.size === 0 && <ErrorState error={putting.error} />}
      <LearntCard name={stored.name} />
      <Card title={t('placementForm.title')} unit={t('placementForm.unit', { version: stored.version })}>
        <div className={css.form}>
          {problems.size > 0 && (
            <p className={css.wrong} role="alert">
              {t('placementForm.refused', { count: problems.size })}
            </p>
          )}
          <SettingsForm settings={settings} problems={problems} onChange={setDraft} readOnly={!mayEdit} />
          {mayEdit && (
            <div className={css.buttons}>
              <Button variant="default" size="xs" loading={removing.isPending} onClick={remove}>
                {t('placements.remove')}
              </Button>
            </div>
          )}
          {removing.error && <ErrorState error={removing.error} />}
        </div>
      </Card>
      <PreviewCard name={stored.name} draft={changed ? settings : undefined} />
    </Page>
  );
}
