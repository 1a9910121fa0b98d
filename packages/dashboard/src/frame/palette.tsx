import { Modal, TextInput, useMantineColorScheme } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Fragment, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useSignOut } from '../api/session.ts';
import { useSaveView } from '../api/views.ts';
import { changeLanguage } from '../i18n/i18n.ts';
import css from './palette.module.css';
import { useEntries } from './palette-entries.ts';
import { keyOf } from './shortcuts.ts';

interface Choice {
  key: string;
  group: string;
  label: string;
  hint?: string | undefined;
  run: () => void;
}

/** Goes anywhere and does anything by typing: pages, views, boards, experiments, models, customers, items, actions. */
export function Palette({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const { t, i18n } = useTranslation();
  const [path, navigate] = useLocation();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [naming, setNaming] = useState(false);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [signOut, save] = [useSignOut(), useSaveView()];
  const entries = useEntries(naming ? '' : typed);
  const close = (run: () => void) => () => {
    onClose();
    run();
  };
  const action = (key: string, label: string, run: () => void): Choice => ({
    ...{ key, group: t('palette.groups.actions'), label, run },
  });
  const actions = [
    action('save', t('palette.saveView'), () => {
      setNaming(true);
      setTyped('');
    }),
    action(
      'alert',
      t('palette.newAlert'),
      close(() => navigate('/alerts/new')),
    ),
    action(
      'theme',
      colorScheme === 'dark' ? t('palette.light') : t('palette.dark'),
      close(() => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark')),
    ),
    action(
      'language',
      t('palette.language'),
      close(() => void changeLanguage(i18n.language === 'en' ? 'pt-BR' : 'en')),
    ),
    action('keys', t('palette.shortcuts'), onShortcuts),
    action(
      'out',
      t('action.signOut'),
      close(() => signOut.mutate()),
    ),
  ].filter(({ label }) => label.toLowerCase().includes(typed.trim().toLowerCase()));
  const choices: Choice[] = naming
    ? []
    : [
        ...entries.map((entry): Choice => {
          const letter = entry.group === 'pages' ? keyOf(entry.path) : undefined;
          return {
            key: entry.key,
            group: t(`palette.groups.${entry.group}`),
            label: entry.label,
            hint: letter && `g ${letter}`,
            run: close(() => (entry.external ? location.assign(entry.path) : navigate(entry.path))),
          };
        }),
        ...actions,
      ];
  const chosen = Math.min(at, choices.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  });
  const submit = () => {
    if (!naming) return choices[chosen]?.run();
    const title = typed.trim();
    const content = { title, path, search: location.search.replace(/^\?/, ''), shared: false };
    if (title !== '') save.mutate({ content }, { onSuccess: onClose });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      size="lg"
      yOffset="12vh"
      attributes={{ content: { 'aria-label': t('palette.open') } }}
    >
      <TextInput
        data-autofocus
        role={naming ? undefined : 'combobox'}
        aria-label={naming ? t('palette.viewName') : t('palette.search')}
        placeholder={naming ? t('palette.viewName') : t('palette.search')}
        aria-expanded={naming ? undefined : true}
        aria-controls={naming ? undefined : `${id}-list`}
        aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
        autoComplete="off"
        maxLength={120}
        leftSection={<IconSearch size={16} aria-hidden="true" />}
        value={typed}
        error={save.error?.message}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const last = choices.length - 1;
          const next = {
            ...{ ArrowDown: chosen >= last ? 0 : chosen + 1, ArrowUp: chosen <= 0 ? last : chosen - 1 },
          }[event.key];
          if (next !== undefined) {
            event.preventDefault();
            setAt(next);
          } else if (event.key === 'Enter') {
            event.preventDefault();
            submit();
          }
        }}
      />
      {!naming && (
        <div ref={list} id={`${id}-list`} role="listbox" aria-label={t('palette.open')} className={css.list}>
          {choices.map((choice, index) => (
            <Fragment key={`${choice.group} ${choice.key}`}>
              {choice.group !== choices[index - 1]?.group && (
                <div className={css.group} role="presentation">
                  {choice.group}
                </div>
              )}
              {/* The field keeps the focus; the keyboard is heard there. */}
              <div
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === chosen}
                className={css.option}
                onMouseMove={() => setAt(index)}
                onClick={choice.run}
                onKeyDown={(event) => event.key === 'Enter' && choice.run()}
              >
                <span>{choice.label}</span>
                {choice.hint && <kbd className={css.key}>{choice.hint}</kbd>}
              </div>
            </Fragment>
          ))}
        </div>
      )}
      {!naming && choices.length === 0 && <p className={css.none}>{t('palette.none')}</p>}
    </Modal>
  );
}
