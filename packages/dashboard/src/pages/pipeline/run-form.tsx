import { Button, Select, Switch, TextInput } from '@mantine/core';
import { ApiError } from '@personalize/sdk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RunRequest, useStartPipeline } from '../../api/pipeline.ts';
import { useWords } from '../../components/use-words.ts';
import css from './pipeline.module.css';

const commands = ['build', 'run', 'test'] as const;

/** Starts a run of all, or of what selectors name. */
export function RunForm({ onStarted }: { onStarted: (id: string) => void }) {
  const { t } = useTranslation();
  const start = useStartPipeline();
  const words = useWords();
  const [command, setCommand] = useState<(typeof commands)[number]>('build');
  const [select, setSelect] = useState('');
  const [exclude, setExclude] = useState('');
  const [fullRefresh, setFullRefresh] = useState(false);
  const list = (text: string) => (text.trim() === '' ? [] : [text.trim()]);
  const body: RunRequest = { command, select: list(select), exclude: list(exclude), fullRefresh };
  const { error } = start;
  const busy = error instanceof ApiError && error.status === 409;
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate(body, { onSuccess: ({ id }) => onStarted(id) });
      }}
    >
      <Select
        label={t('pipeline.command')}
        allowDeselect={false}
        value={command}
        onChange={(value) => setCommand(commands.find((one) => one === value) ?? 'build')}
        data={commands.map((value) => ({ value, label: t(`pipelineCommand.${value}`) }))}
      />
      <TextInput
        label={t('pipeline.select')}
        description={t('pipeline.selectHint')}
        inputWrapperOrder={['label', 'input', 'description']}
        value={select}
        maxLength={500}
        onChange={(event) => setSelect(event.currentTarget.value)}
      />
      <TextInput
        label={t('pipeline.exclude')}
        value={exclude}
        maxLength={500}
        onChange={(event) => setExclude(event.currentTarget.value)}
      />
      <Switch
        className={css.check}
        label={t('pipeline.fullRefresh')}
        checked={fullRefresh}
        onChange={(event) => setFullRefresh(event.currentTarget.checked)}
      />
      <Button type="submit" className={css.submit} loading={start.isPending}>
        {t('pipeline.start')}
      </Button>
      {error && (
        <p className={css.wrong} role="alert">
          {busy ? t('pipeline.busy') : t('pipeline.refused')} {!busy && words(error)}
        </p>
      )}
    </form>
  );
}
