import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import css from './palette.module.css';
import { sections } from './sections.ts';
import { keyOf } from './shortcuts.ts';

/** What the keyboard can do. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const rows: [keys: string[], meaning: string][] = [
    [['Ctrl', 'K'], t('palette.open')],
    [['?'], t('palette.shortcuts')],
    ...sections.flatMap(({ path, key }): [string[], string][] => {
      const letter = keyOf(path);
      return letter === undefined ? [] : [[['g', letter], t(`section.${key}`)]];
    }),
    [['←', '→'], t('palette.points')],
    [['Esc'], t('action.close')],
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('palette.shortcuts')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <dl className={css.keys}>
        {rows.map(([keys, meaning]) => (
          <div key={keys.join(' ')} className={css.keyRow}>
            <dt>
              {keys.map((key) => (
                <kbd key={key} className={css.key}>
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
