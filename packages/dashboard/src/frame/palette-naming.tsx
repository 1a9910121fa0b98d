import { Button, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useCreateBoard } from '../api/boards.ts';
import { useSaveView } from '../api/views.ts';
import { useWords } from '../components/use-words.ts';
import css from './palette.module.css';

/** Asks for the name of what is made, and who sees it: the page as it is now as a view, or an empty board. */
export function PaletteNaming({ what, onClose }: { what: 'view' | 'board'; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const [path, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  const [shared, setShared] = useState(false);
  const [save, create] = [useSaveView(), useCreateBoard()];
  const failed = save.error ?? create.error;
  const title = typed.trim();
  const label = what === 'view' ? t('palette.viewName') : t('palette.boardName');
  const submit = () => {
    if (title === '') return;
    if (what === 'board') {
      create.mutate(
        { content: { title, shared, days: 30, cards: [] } },
        {
          onSuccess: ({ id }) => {
            onClose();
            navigate(`/boards/${id}`);
          },
        },
      );
    } else {
      const search = location.search.replace(/^\?/, '');
      save.mutate({ content: { title, path, search, shared } }, { onSuccess: onClose });
    }
  };
  return (
    <form
      className={css.naming}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextInput
        data-autofocus
        autoFocus
        label={label}
        autoComplete="off"
        maxLength={120}
        value={typed}
        error={failed && words(failed)}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <Switch
        label={t('share.everyone')}
        checked={shared}
        onChange={({ currentTarget }) => setShared(currentTarget.checked)}
      />
      <div className={css.namingButtons}>
        <Button type="submit" disabled={title === ''} loading={save.isPending || create.isPending}>
          {what === 'view' ? t('palette.save') : t('boards.create')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}
