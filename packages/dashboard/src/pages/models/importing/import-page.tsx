import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useMay } from '../../../api/use-may.ts';
import { Notice } from '../../../components/notice.tsx';
import { Page } from '../../../components/page.tsx';
import { Crumbs, modelPath } from '../shared/crumbs.tsx';
import { ImportForm } from './import-form.tsx';

/** Brings a model that was made elsewhere into the registry. */
export function ImportPage({ name }: { name: string }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const may = useMay('models:write');
  const title = t('modelImport.title');
  return (
    <Page title={`${title} ${name}`} heading={<Crumbs model={name} here={title} />}>
      {may ? (
        <ImportForm
          model={name}
          onImported={({ name: made, version }) => navigate(modelPath(made, 'versions', version))}
        />
      ) : (
        <Notice>{t('models.viewerHint')}</Notice>
      )}
    </Page>
  );
}
