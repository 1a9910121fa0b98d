import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import css from './code-block.module.css';

/** Text to paste elsewhere, with a button that copies it. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 2_000 });
  return (
    <div className={css.block}>
      <pre className={css.code}>
        <code>{code}</code>
      </pre>
      <Button
        className={css.copy}
        variant="default"
        size="compact-sm"
        leftSection={clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        aria-label={`${clipboard.copied ? t('action.copied') : t('action.copy')}: ${label}`}
        onClick={() => clipboard.copy(code)}
      >
        {clipboard.copied ? t('action.copied') : t('action.copy')}
      </Button>
    </div>
  );
}
