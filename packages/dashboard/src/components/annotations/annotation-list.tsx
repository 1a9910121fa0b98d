import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Annotation, useAnnotate, useAnnotations, useRemoveAnnotation } from '../../api/views.ts';
import { useFormat } from '../../format/use-format.ts';
import { fromField, toField } from '../../format/zoned.ts';
import { DataTable } from '../data-table.tsx';
import { EmptyState } from '../empty-state.tsx';
import { ErrorState } from '../error-state.tsx';
import { Notice } from '../notice.tsx';
import css from './annotations.module.css';

const most = 20;

/** What happened when: the newest ones of a time or of all, removed with undo; new ones are written below. */
export function AnnotationList({ range }: { range?: { from: number; to: number } | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { timeZone } = format;
  // The last instant counts too: it is what the field below offers when it is a whole minute.
  const { data, error, refetch } = useAnnotations(range?.from, range && range.to + 1);
  const [annotate, remove] = [useAnnotate(), useRemoveAnnotation()];
  const [text, setText] = useState('');
  const [day, setDay] = useState(() => toField(range?.to ?? Date.now(), timeZone));
  const [removed, setRemoved] = useState<Annotation | undefined>();
  const failed = annotate.error ?? remove.error;
  const at = fromField(day, timeZone);
  return (
    <div className={css.list}>
      {removed && (
        <Notice>
          {t('annotations.removed', { title: removed.text })}{' '}
          <Button
            variant="subtle"
            size="compact-xs"
            loading={annotate.isPending}
            onClick={() =>
              annotate.mutate(
                { id: removed.id, at: removed.at, text: removed.text },
                { onSuccess: () => setRemoved(undefined) },
              )
            }
          >
            {t('action.undo')}
          </Button>
        </Notice>
      )}
      {failed && <ErrorState error={failed} />}
      {error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <DataTable<Annotation>
          caption={t('annotations.title')}
          rows={data?.slice(-most).reverse()}
          rowKey={({ id }) => id}
          expectedRows={1}
          {...(range === undefined && { file: { all: async () => data?.toReversed() ?? [] } })}
          columns={[
            {
              key: 'at',
              name: t('chart.time'),
              width: '200px',
              file: { type: 'time', value: (one) => Date.parse(one.at) },
              cell: (one) => <time dateTime={one.at}>{format.dateTime(Date.parse(one.at))}</time>,
            },
            { key: 'text', name: t('annotations.text'), cell: (one) => one.text },
            {
              key: 'author',
              name: t('annotations.author'),
              width: '160px',
              secondary: true,
              cell: ({ author }) => author.name,
            },
            {
              key: 'remove',
              name: '',
              width: '110px',
              cell: (one) =>
                one.mayEdit && (
                  <Button
                    variant="subtle"
                    color="gray"
                    size="compact-sm"
                    aria-label={t('annotations.removeOf', { title: one.text })}
                    onClick={() => remove.mutate(one.id, { onSuccess: () => setRemoved(one) })}
                  >
                    {t('annotations.remove')}
                  </Button>
                ),
            },
          ]}
          empty={<EmptyState title={t('annotations.none')}>{t('annotations.noneHint')}</EmptyState>}
        />
      )}
      <form
        className={css.row}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() === '' || Number.isNaN(at)) return;
          annotate.mutate(
            { at: new Date(at).toISOString(), text: text.trim() },
            { onSuccess: () => setText('') },
          );
        }}
      >
        <TextInput
          size="xs"
          type="datetime-local"
          label={t('annotations.at', { zone: format.zoneName(Number.isNaN(at) ? Date.now() : at) })}
          value={day}
          onChange={({ currentTarget }) => setDay(currentTarget.value)}
        />
        <TextInput
          size="xs"
          className={css.text}
          label={t('annotations.text')}
          maxLength={280}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Button
          type="submit"
          size="xs"
          disabled={text.trim() === '' || Number.isNaN(at)}
          loading={annotate.isPending}
        >
          {t('annotations.add')}
        </Button>
      </form>
    </div>
  );
}
