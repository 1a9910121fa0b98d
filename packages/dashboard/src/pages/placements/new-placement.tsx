import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { usePutPlacement } from '../../api/placements.ts';
import { Card } from '../../components/card.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Page } from '../../components/page.tsx';
import { SettingsForm } from './form/settings-form.tsx';
import css from './placements.module.css';
import { problemsOf } from './problems.ts';
import { freshSettings } from './settings.ts';

/** A placement that does not exist yet. */
export function NewPlacement() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [settings, setSettings] = useState(freshSettings);
  const putting = usePutPlacement();
  const problems = problemsOf(t, putting.error);
  const wellNamed = /^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/.test(settings.name);
  return (
    <Page title={t('placements.new')}>
      <Card title={t('placementForm.title')} unit={t('placementForm.newUnit')}>
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (!wellNamed) return;
            putting.mutate(
              { settings, version: 0 },
              { onSuccess: ({ name }) => navigate(`/placements/${encodeURIComponent(name)}`) },
            );
          }}
        >
          <SettingsForm settings={settings} problems={problems} onChange={setSettings} isNew />
          {putting.error && problems.size === 0 && <ErrorState error={putting.error} />}
          <div className={css.buttons}>
            <Button type="submit" disabled={!wellNamed || settings.title === ''} loading={putting.isPending}>
              {t('placements.create')}
            </Button>
          </div>
        </form>
      </Card>
    </Page>
  );
}
