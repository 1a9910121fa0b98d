import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import {
  type Experiment,
  placementSettings,
  useRemoveDraft,
  useShipVariant,
  useStartExperiment,
  useStopExperiment,
} from '../../api/experiments.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './confirm-dialog.module.css';
import { describeEffect } from './describe-effect.ts';

export type ConfirmedAction = 'start' | 'stop' | 'ship' | 'remove';

interface ConfirmProps {
  experiment: Experiment;
  /** The variant that the evidence says to ship. */
  recommended: string | null;
  onClose: () => void;
  /** After it was done; default: the dialog closes. */
  onDone?: () => void;
}

/** Asks before what cannot be undone, by the experiment's name. */
export function ConfirmDialog({ action, ...props }: ConfirmProps & { action: ConfirmedAction | undefined }) {
  const { t } = useTranslation();
  const { key } = props.experiment;
  return (
    <Modal
      opened={action !== undefined}
      onClose={props.onClose}
      title={action && t(`confirmTitle.${action}`, { key })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {action && <ConfirmForm action={action} {...props} />}
    </Modal>
  );
}

function ConfirmForm({
  action,
  experiment,
  recommended,
  onClose,
  onDone = onClose,
}: ConfirmProps & { action: ConfirmedAction }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [outcome, setOutcome] = useState<'rolledBack' | 'stopped'>('rolledBack');
  const [variant, setVariant] = useState(recommended ?? experiment.variants.at(-1)?.key ?? '');
  const starting = useStartExperiment();
  const stopping = useStopExperiment(experiment);
  const removing = useRemoveDraft();
  const shipping = useShipVariant(experiment);
  const { key, variants, placement } = experiment;
  const chosen = variants.find((one) => one.key === variant) ?? variants[0];
  const applies = placementSettings(chosen.effect) !== undefined && placement !== undefined;
  const ends = action === 'stop' || action === 'ship';
  const ready = !ends || (typed === key && reason.trim() !== '');
  const { isPending, error } = { start: starting, stop: stopping, ship: shipping, remove: removing }[action];
  const run = () => {
    if (action === 'start') starting.mutate(experiment, { onSuccess: onDone });
    else if (action === 'stop') stopping.mutate({ outcome, reason }, { onSuccess: onDone });
    else if (action === 'ship')
      shipping.mutate({ variant: chosen, apply: applies, reason }, { onSuccess: onDone });
    else removing.mutate(key, { onSuccess: () => navigate('/experiments') });
  };
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) run();
      }}
    >
      <p>{t(`confirmText.${action}`)}</p>
      {action === 'ship' && (
        <>
          <Select
            label={t('confirm.variant')}
            value={variant}
            onChange={(next) => setVariant(next ?? '')}
            allowDeselect={false}
            data={variants.map((one) => ({ value: one.key, label: one.key }))}
          />
          <p className={css.note}>
            {applies
              ? t('confirm.applies', { placement, settings: describeEffect(t, format, chosen.effect) })
              : chosen.effect.kind === 'value'
                ? t('confirm.flag', { value: JSON.stringify(chosen.effect.value) })
                : t('confirm.nothing')}
          </p>
          {variant !== recommended && <p className={css.warning}>{t('confirm.against')}</p>}
        </>
      )}
      {action === 'stop' && (
        <Select
          label={t('confirm.outcome')}
          value={outcome}
          onChange={(next) => setOutcome(next === 'stopped' ? 'stopped' : 'rolledBack')}
          allowDeselect={false}
          data={(['rolledBack', 'stopped'] as const).map((value) => ({
            value,
            label: t(`confirmOutcome.${value}`),
          }))}
        />
      )}
      {ends && (
        <Textarea
          label={t('confirm.reason')}
          description={t('confirm.reasonHint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={2000}
          autosize
          minRows={2}
          maxRows={8}
          data-autofocus
        />
      )}
      {ends && (
        <TextInput
          label={t('confirm.type', { key })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
        />
      )}
      {error && <ErrorState error={error} />}
      <div className={css.buttons}>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          type="submit"
          {...(action === 'stop' || action === 'remove' ? { color: 'red.8' } : {})}
          disabled={!ready}
          loading={isPending}
        >
          {t(`confirmDo.${action}`, { variant: chosen.key })}
        </Button>
      </div>
    </form>
  );
}
