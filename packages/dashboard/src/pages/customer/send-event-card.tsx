import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import css from './send-event-card.module.css';

/** A command that sends an event of this customer, to watch the page move. */
export function SendEventCard({ customerId }: { customerId: string }) {
  const { t } = useTranslation();
  const body = JSON.stringify({ events: [{ type: 'page_view', customerId, itemId: 'ITEM' }] });
  const code = [
    `curl ${location.origin}/v1/events \\`,
    "  -H 'Authorization: Bearer KEY' \\",
    "  -H 'Content-Type: application/json' \\",
    `  -d '${body.replaceAll("'", "'\\''")}'`,
  ].join('\n');
  return (
    <Card title={t('customer.sendEvent')}>
      <div className={css.send}>
        <p>{t('customer.sendEventText')}</p>
        <CodeBlock code={code} label={t('customer.sendEvent')} />
      </div>
    </Card>
  );
}
