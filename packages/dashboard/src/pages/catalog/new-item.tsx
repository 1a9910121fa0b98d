import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { usePutItem } from '../../api/items.ts';
import { Card } from '../../components/card.tsx';
import { Page } from '../../components/page.tsx';
import { ItemForm } from './item-form.tsx';
import { itemPath } from './item-state.tsx';

/** A new item. */
export function NewItem() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const putting = usePutItem();
  return (
    <Page title={t('catalog.new')}>
      <Card title={t('catalog.item')} unit={t('catalog.importHint')}>
        <ItemForm
          error={putting.error}
          pending={putting.isPending}
          onSubmit={(itemId, item) =>
            putting.mutate({ itemId, item }, { onSuccess: () => navigate(itemPath(itemId)) })
          }
        />
      </Card>
    </Page>
  );
}
