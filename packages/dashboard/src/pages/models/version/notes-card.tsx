import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnotate, type VersionDetail } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Tag } from '../../../components/tag.tsx';
import css from '../shared/shared.module.css';
import { readTags } from '../training/train-fields.ts';

interface Annotation {
  notes: string;
  tags: string[];
}

/** What people wrote about the version. A change is saved at once and can be undone. */
export function NotesCard({ detail, may }: { detail: VersionDetail; may: boolean }) {
  const { t } = useTranslation();
  const { name, version, notes, tags } = detail;
  const [draft, setDraft] = useState<{ notes: string; tags: string }>();
  const [before, setBefore] = useState<Annotation>();
  const [undone, setUndone] = useState(false);
  const saving = useAnnotate(name, version);
  const save = (annotation: Annotation, previous: Annotation | undefined) =>
    saving.mutate(annotation, {
      onSuccess: () => {
        setDraft(undefined);
        setBefore(previous);
        setUndone(previous === undefined);
      },
    });
  return (
    <Card
      title={t('modelVersion.notes')}
      actions={
        may &&
        draft === undefined && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              setUndone(false);
              setBefore(undefined);
              setDraft({ notes, tags: tags.join(', ') });
            }}
          >
            {t('model.edit')}
          </Button>
        )
      }
    >
      {draft === undefined ? (
        <div className={css.form}>
          {tags.length > 0 && (
            <span className={css.tags}>
              {tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </span>
          )}
          <p className={notes === '' ? css.muted : css.written}>{notes || t('modelVersion.notesNone')}</p>
          <p role="status" className={css.muted}>
            {undone && t('model.undone')}
            {before && (
              <>
                {t('model.saved')}{' '}
                <Button
                  size="compact-sm"
                  variant="subtle"
                  loading={saving.isPending}
                  onClick={() => save(before, undefined)}
                >
                  {t('model.undo')}
                </Button>
              </>
            )}
          </p>
        </div>
      ) : (
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            save({ notes: draft.notes, tags: readTags(draft.tags) }, { notes, tags });
          }}
        >
          <Textarea
            label={t('model.notes')}
            rows={4}
            maxLength={10_000}
            data-autofocus
            value={draft.notes}
            onChange={(event) => setDraft({ ...draft, notes: event.currentTarget.value })}
          />
          <TextInput
            label={t('model.tags')}
            description={t('model.tagsHint')}
            value={draft.tags}
            onChange={(event) => setDraft({ ...draft, tags: event.currentTarget.value })}
          />
          {saving.error && <ErrorState error={saving.error} />}
          <div className={css.buttons}>
            <Button variant="default" size="xs" onClick={() => setDraft(undefined)}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" size="xs" loading={saving.isPending}>
              {t('model.save')}
            </Button>
          </div>
        </form>
      )}
    </Card>
  );
}
