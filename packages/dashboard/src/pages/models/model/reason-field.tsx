import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Why something is done; kept with it. */
export function ReasonField({
  value,
  onChange,
  required,
}: {
  value: string;
  onChange: (value: string) => void;
  required?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={t('model.reason')}
      description={t('model.reasonHint')}
      value={value}
      required={required}
      maxLength={1000}
      rows={2}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** The reason as a field of a request: left out when nothing was said. */
export const reasonOf = (reason: string): { reason?: string } =>
  reason.trim() === '' ? {} : { reason: reason.trim() };
