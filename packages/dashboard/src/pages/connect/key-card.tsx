import { Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session.ts';
import { Card } from '../../components/card.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import css from './connect.module.css';

/** Makes a key for sending events: here for administrators, by the command line for everyone else. */
export function KeyCard({ creating }: { creating: UseMutationResult<{ secret: string }, Error, string> }) {
  const { t } = useTranslation();
  const mayCreate = useSession().data?.scopes.includes('admin');
  return (
    <Card title={t('connect.keys')}>
      <div className={css.steps}>
        <p className={css.text}>{t('connect.keysText')}</p>
        {creating.data ? (
          <>
            <p className={css.text}>{t('connect.keyMade')}</p>
            <CodeBlock code={creating.data.secret} label={t('connect.keys')} />
          </>
        ) : mayCreate ? (
          <div>
            <Button size="xs" loading={creating.isPending} onClick={() => creating.mutate('website')}>
              {t('connect.makeKey')}
            </Button>
          </div>
        ) : (
          <>
            <p className={css.text}>{t('connect.keysCommand')}</p>
            <CodeBlock
              code="npm run personalize -- keys create --name website --scope events:write"
              label={t('connect.keys')}
            />
          </>
        )}
        {creating.error && <ErrorState error={creating.error} />}
      </div>
    </Card>
  );
}
