import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useMayEditAlerts, usePutAlert } from '../../api/alerts.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Page } from '../../components/page.tsx';
import { AlertForm } from './alert-form.tsx';
import css from './alerts.module.css';
import { newDraft } from './draft.ts';
import { PreviewCard } from './preview-card.tsx';
import { useDefinition } from './use-definition.ts';

/** An alert that does not exist yet. */
export function NewAlert() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [draft, setDraft] = useState(newDraft);
  const put = usePutAlert();
  const mayEdit = useMayEditAlerts();
  const definition = useDefinition(draft);
  const ready = definition !== undefined && draft.title.trim() !== '';
  return (
    <Page title={t('alerts.new')}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) {
            put.mutate({ body: definition }, { onSuccess: ({ id }) => navigate(`/alerts/${id}`) });
          }
        }}
      >
        <AlertForm draft={draft} onChange={setDraft} error={put.error} readOnly={!mayEdit} />
        <PreviewCard definition={definition} />
        {put.error && <ErrorState error={put.error} />}
        <div className={css.buttons}>
          <Button type="submit" disabled={!ready || !mayEdit} loading={put.isPending}>
            {t('alerts.create')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
