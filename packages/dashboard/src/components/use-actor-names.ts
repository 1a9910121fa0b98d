import { useTranslation } from 'react-i18next';
import { useActors } from '../api/actors.ts';

/** Who it was that has one of these ids, for people to read; the id itself where no name is known. */
export function useActorNames(ids: readonly string[]): (id: string) => string {
  const { t } = useTranslation();
  const names = useActors(ids);
  return (id) => {
    if (id === 'system') return t('audit.system');
    if (id === 'cli') return t('audit.cli');
    return names.get(id) ?? id;
  };
}
