import { Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Fragment, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import css from './palette.module.css';
import { useActions } from './palette-actions.ts';
import { fits, useEntries } from './palette-entries.ts';
import { PaletteNaming } from './palette-naming.tsx';
import { keyOf } from './shortcuts.ts';

interface Choice {
  key: string;
  group: string;
  label: string;
  hint?: string | undefined;
  run: () => void;
}

/** Goes anywhere and does anything by typing: pages, views, boards, experiments, models, customers, items, actions. */
export function Palette({
  onClose,
  onShortcuts,
  onAnnotate,
}: {
  onClose: () => void;
  onShortcuts: () => void;
  onAnnotate: () => void;
}) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [naming, setNaming] = useState<'view' | 'board' | undefined>();
  const entries = useEntries(typed);
  const close = (run: () => void) => () => {
    onClose();
    run();
  };
  const actions = useActions({ onName: setNaming, onShortcuts, onAnnotate })
    .filter(({ label }) => fits(label, typed))
    .map(({ key, label, stays, run }): Choice => {
      return { key, group: t('palette.groups.actions'), label, run: stays ? run : close(run) };
    });
  const choices: Choice[] = [
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
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      size="lg"
      yOffset="12vh"
      attributes={{ content: { 'aria-label': t('palette.open') } }}
    >
      {naming !== undefined && <PaletteNaming what={naming} onClose={onClose} />}
      {naming === undefined && (
        <TextInput
          data-autofocus
          role="combobox"
          aria-label={t('palette.search')}
          placeholder={t('palette.search')}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
          autoComplete="off"
          maxLength={120}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={typed}
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
              choices[chosen]?.run();
            }
          }}
        />
      )}
      {naming === undefined && (
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
      {naming === undefined && choices.length === 0 && <p className={css.none}>{t('palette.none')}</p>}
    </Modal>
  );
}
