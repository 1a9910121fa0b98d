import { useTranslation } from 'react-i18next';
import { Tag, type Tone } from '../../../components/tag.tsx';
import css from './shared.module.css';

const tones: Record<string, Tone | undefined> = { champion: 'good', challenger: 'accent' };

/** What a version is for: its aliases, champion first. */
export function AliasTags({ aliases }: { aliases: readonly string[] }) {
  const { t } = useTranslation();
  const ordered = [...aliases].sort((a, b) => Number(b === 'champion') - Number(a === 'champion'));
  return (
    <span className={css.tags}>
      {ordered.map((alias) => (
        <Tag key={alias} tone={tones[alias] ?? 'neutral'} dot={alias === 'champion'}>
          {t(`modelAlias.${alias}`, { defaultValue: alias })}
        </Tag>
      ))}
    </span>
  );
}
