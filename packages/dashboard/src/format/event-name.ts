import type { TFunction } from 'i18next';

/** An event type in words: the known ones by the page's texts, a shop's own as it wrote them. */
export function eventName(t: TFunction, type: string): string {
  return t(`eventType.${type}`, { defaultValue: type.replaceAll('_', ' ') });
}
