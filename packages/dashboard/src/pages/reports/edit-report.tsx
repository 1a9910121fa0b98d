import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useAnalyticsSchema } from '../../api/analytics.ts';
import { blocksOfBoard } from '../../api/board-blocks.ts';
import { useBoards } from '../../api/boards.ts';
import {
  type ReportBlock,
  type ReportSchedule,
  useReportBoard,
  useReportSchedules,
  useSaveSchedule,
} from '../../api/reports.ts';
import { useMay } from '../../api/use-may.ts';
import { namesOf } from '../../components/asking/names.ts';
import { Card } from '../../components/card.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Page } from '../../components/page.tsx';
import { WhenFields } from '../../components/schedule/when-fields.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { Language } from '../../i18n/language.ts';
import { type Draft, draftOf, inputOfDraft } from './draft.ts';
import css from './reports.module.css';
import { RunsCard } from './runs-card.tsx';

const formats = ['pdf', 'csv', 'parquet', 'json', 'png', 'svg'] as const;

export function NewReport() {
  const { t } = useTranslation();
  return (
    <Page title={t('reportForm.newTitle')}>
      <ReportForm schedule={undefined} />
    </Page>
  );
}

export function EditReport({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useReportSchedules();
  const schedule = data?.find((one) => one.id === id);
  return (
    <Page title={schedule?.name ?? t('section.reports')}>
      {error && <ErrorState error={error} onRetry={() => refetch()} />}
      {data && schedule === undefined && <EmptyState tone="error" title={t('error.notFound')} />}
      {schedule && <ReportForm key={schedule.updatedAt} schedule={schedule} />}
      {schedule && <RunsCard schedule={schedule} />}
    </Page>
  );
}

function ReportForm({ schedule }: { schedule: ReportSchedule | undefined }) {
  const { t, i18n } = useTranslation();
  const { timeZone } = useFormat();
  const [, navigate] = useLocation();
  const may = useMay('experiments:write');
  const language = i18n.language as Language;
  const [draft, setDraft] = useState(() => draftOf(schedule, language, timeZone));
  const set = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  const schema = useAnalyticsSchema().data;
  const names = namesOf(schema, language);
  const boards = useBoards().data ?? [];
  const saving = useSaveSchedule();
  const fromBoard = draft.source !== 'question' && draft.source !== 'kept';
  const blocks = useBoardBlocks(fromBoard ? draft.source : undefined, draft.days);
  const input = inputOfDraft(draft, schedule?.report.blocks ?? [], blocks);
  const text = (
    label: string,
    name: 'name' | 'emails' | 'webhook' | 'secret' | 'folder' | 'timeZone',
    hint?: string,
  ) => (
    <TextInput
      label={label}
      description={hint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      disabled={!may}
      value={draft[name]}
      onChange={({ currentTarget }) => set({ [name]: currentTarget.value })}
    />
  );
  const sources = [
    ...(draft.source === 'kept' ? [{ value: 'kept', label: t('reportForm.kept') }] : []),
    { value: 'question', label: t('reportForm.ownQuestion') },
    ...boards.map(({ id, title }) => ({ value: id, label: t('reportForm.board', { title }) })),
  ];
  return (
    <Card title={t('reportForm.title')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (input === undefined) return;
          saving.mutate(
            { ...(schedule && { id: schedule.id }), input },
            { onSuccess: ({ id }) => navigate(`/reports/${id}`) },
          );
        }}
      >
        <div className={css.fields}>
          {text(t('reportForm.name'), 'name')}
          <Select
            label={t('reportForm.source')}
            disabled={!may}
            allowDeselect={false}
            data={sources}
            value={draft.source}
            onChange={(source) =>
              source && set({ source, ...(source !== 'question' && source !== 'kept' && { format: 'pdf' }) })
            }
          />
          {draft.source === 'question' && (
            <>
              <MultiSelect
                label={t('reportForm.metrics')}
                disabled={!may}
                searchable
                data={(schema?.metrics ?? []).map(({ name }) => ({
                  value: name,
                  label: names.get(name) ?? name,
                }))}
                value={draft.metrics}
                onChange={(metrics) => set({ metrics })}
              />
              <Select
                label={t('reportForm.dimension')}
                disabled={!may}
                allowDeselect={false}
                data={[
                  { value: '', label: t('reportForm.noSplit') },
                  ...(schema?.dimensions ?? [])
                    .filter(({ name }) => name !== 'date')
                    .map(({ name }) => ({ value: name, label: names.get(name) ?? name })),
                ]}
                value={draft.dimension}
                onChange={(dimension) => set({ dimension: dimension ?? '' })}
              />
            </>
          )}
          {draft.source !== 'kept' && (
            <Select
              label={t('reportForm.days')}
              disabled={!may}
              allowDeselect={false}
              data={[1, 7, 14, 28, 90, 365].map(String)}
              value={String(draft.days)}
              onChange={(days) => set({ days: Number(days) })}
            />
          )}
          <Select
            label={t('reportForm.format')}
            disabled={!may || fromBoard}
            allowDeselect={false}
            data={formats.map((value) => ({ value, label: t(`chart.as.${value}`) }))}
            value={draft.format}
            onChange={(format) => set({ format: (format ?? 'pdf') as Draft['format'] })}
          />
          <Select
            label={t('reportForm.language')}
            disabled={!may}
            allowDeselect={false}
            data={[
              { value: 'en', label: 'English' },
              { value: 'pt-BR', label: 'Português (Brasil)' },
            ]}
            value={draft.language}
            onChange={(value) => set({ language: (value ?? 'en') as Language })}
          />
          {text(t('reportForm.zone'), 'timeZone')}
          <WhenFields when={draft.when} disabled={!may} onChange={(when) => set({ when })} />
          {text(t('reportForm.emails'), 'emails', t('reportForm.emailsHint'))}
          {text(t('reportForm.webhook'), 'webhook')}
          {draft.webhook !== '' && text(t('reportForm.secret'), 'secret', t('reportForm.secretHint'))}
          {text(t('reportForm.folder'), 'folder', t('reportForm.folderHint'))}
        </div>
        {saving.error && <ErrorState error={saving.error} />}
        {may && (
          <div className={css.buttons}>
            <span className={css.grow}>{input === undefined && t('reportForm.needed')}</span>
            <Button type="submit" size="xs" disabled={input === undefined} loading={saving.isPending}>
              {t('reportForm.save')}
            </Button>
          </div>
        )}
      </form>
    </Card>
  );
}

/** A board's cards as sections of a report. */
function useBoardBlocks(id: string | undefined, days: number): ReportBlock[] | undefined {
  const { data } = useReportBoard(id);
  if (id === undefined || data === undefined) return undefined;
  return blocksOfBoard(data, days);
}
