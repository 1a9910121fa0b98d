import type { TFunction } from 'i18next';

/** A change of a definition in words, from the server's name for it, such as `plan_changed`. */
export function changeName(t: TFunction, change: string): string {
  const part = change.replace(/_(changed|lowered)$/, '');
  return t(`definitionPart.${part as 'plan'}`, { defaultValue: part.replaceAll('_', ' ') });
}
