import { Tabs } from '@mantine/core';
import { ApiError } from '@personalize/sdk';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useCustomer } from '../../api/customers.ts';
import { useUrlChoice } from '../../api/use-url-state.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Page } from '../../components/page.tsx';
import css from './customer.module.css';
import { CustomerActions } from './customer-actions.tsx';
import { CustomerFigures } from './customer-figures.tsx';
import { FeaturesCard } from './features-card.tsx';
import { NextCard } from './next-card.tsx';
import { AffinitiesCard, AttributesCard } from './profile-cards.tsx';
import { SendEventCard } from './send-event-card.tsx';
import { TimelineCard } from './timeline-card.tsx';

const tabs = ['next', 'timeline', 'features'] as const;

/** One customer: who they are, what they did, what the engine knows, and what it would recommend now. */
export function CustomerPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const [tab, setTab] = useUrlChoice('tab', tabs);
  const { data: customer, error, refetch } = useCustomer(id);
  const missing = error instanceof ApiError && error.status === 404;
  const newest = customer?.recentEvents[0];
  // A new event is what may change the answer; the decision that a look at this page logs is not.
  const version = customer && (newest ? `${newest.timestamp} ${newest.type} ${newest.itemId ?? ''}` : 'none');

  return (
    <Page
      title={id}
      heading={
        <>
          <Link href="/customers" className={css.crumb}>
            {t('section.customers')}
          </Link>
          <span className={css.slash} aria-hidden="true">
            /
          </span>
          {id}
        </>
      }
      bar={!missing && <CustomerActions id={id} />}
    >
      {missing ? (
        <EmptyState
          title={t('customer.missing', { id })}
          action={<Link href="/customers">{t('customer.back')}</Link>}
        >
          {t('customer.missingHint')}
        </EmptyState>
      ) : error && !customer ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <>
          <CustomerFigures customer={customer} />
          <Tabs value={tab} onChange={setTab}>
            <Tabs.List mb={16}>
              <Tabs.Tab value="next">{t('customer.tabNext')}</Tabs.Tab>
              <Tabs.Tab value="timeline">{t('customer.tabTimeline')}</Tabs.Tab>
              <Tabs.Tab value="features">{t('customer.tabFeatures')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="next">
              <div className={css.columns}>
                <NextCard customerId={id} version={version} />
                <div className={css.aside}>
                  <AffinitiesCard customer={customer} />
                  <AttributesCard customer={customer} />
                </div>
              </div>
            </Tabs.Panel>
            <Tabs.Panel value="timeline">
              <div className={css.columns}>
                <TimelineCard customer={customer} />
                <div className={css.aside}>
                  <SendEventCard customerId={id} />
                </div>
              </div>
            </Tabs.Panel>
            <Tabs.Panel value="features">
              <FeaturesCard customer={customer} />
            </Tabs.Panel>
          </Tabs>
        </>
      )}
    </Page>
  );
}
