import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Hint } from '../../components/hint.tsx';
import type { en } from '../../i18n/en/index.ts';

/** A word of the field, explained on hover and focus. */
export function Term({
  name,
  side,
  children,
}: {
  name: keyof (typeof en)['experimentTerm'];
  side?: 'below' | 'below-end';
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Hint text={t(`experimentTerm.${name}`)} side={side}>
      {children}
    </Hint>
  );
}
