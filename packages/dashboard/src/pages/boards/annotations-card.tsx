import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Annotation, useAnnotate, useAnnotations, useRemoveAnnotation } from '../../api/views.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './boards.module.css';

/** What happened when: written down here, drawn on every chart over time. */
export function AnnotationsCard() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useAnnotations(undefined, undefined);
  const [annotate, remove] = [useAnnotate(), useRemoveAnnotation()];
  const [text, setText] = useState('');
  const [day, setDay] = useState(() => localDay(new Date()));
  const [removed, setRemoved] = useState<Annotation | undefined>();
  const failed = error ?? annotate.error ?? remove.error;
  return (
    <>
      {removed && (
        <Notice>
          {t('boards.removed', { title: removed.text })}{' '}
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
            {t('boards.undo')}
          </Button>
        </Notice>
      )}
      <Card
        title={t('annotations.title')}
        unit={t('annotations.unit')}
        footer={
          <form
            className={css.row}
            onSubmit={(event) => {
              event.preventDefault();
              const at = new Date(day);
              if (text.trim() === '' || Number.isNaN(at.getTime())) return;
              annotate.mutate({ at: at.toISOString(), text: text.trim() }, { onSuccess: () => setText('') });
            }}
          >
            <TextInput
              size="xs"
              type="datetime-local"
              aria-label={t('annotations.at')}
              value={day}
              onChange={({ currentTarget }) => setDay(currentTarget.value)}
            />
            <TextInput
              size="xs"
              aria-label={t('annotations.text')}
              placeholder={t('annotations.text')}
              maxLength={280}
              value={text}
              onChange={({ currentTarget }) => setText(currentTarget.value)}
            />
            <Button type="submit" size="xs" disabled={text.trim() === ''} loading={annotate.isPending}>
              {t('annotations.add')}
            </Button>
          </form>
        }
      >
        {failed ? (
          <ErrorState error={failed} onRetry={() => refetch()} />
        ) : (
          <DataTable<Annotation>
            caption={t('annotations.title')}
            rows={data?.slice(-20).reverse()}
            rowKey={({ id }) => id}
            expectedRows={1}
            columns={[
              {
                key: 'at',
                name: t('chart.time'),
                width: '200px',
                cell: ({ at }) => <time dateTime={at}>{format.dateTime(Date.parse(at))}</time>,
              },
              { key: 'text', name: t('annotations.text'), cell: (one) => one.text },
              {
                key: 'author',
                name: t('boards.author'),
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
                      aria-label={t('boards.removeOf', { title: one.text })}
                      onClick={() => remove.mutate(one.id, { onSuccess: () => setRemoved(one) })}
                    >
                      {t('boards.remove')}
                    </Button>
                  ),
              },
            ]}
            empty={<EmptyState title={t('annotations.none')} />}
          />
        )}
      </Card>
    </>
  );
}

/** As a field for date and time wants it, in the reader's zone. */
function localDay(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
