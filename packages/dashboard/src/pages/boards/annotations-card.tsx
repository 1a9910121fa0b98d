import { useTranslation } from 'react-i18next';
import { AnnotationList } from '../../components/annotations/annotation-list.tsx';
import { Card } from '../../components/card.tsx';

/** What happened when: written down here or in a chart's menu, drawn on charts over time. */
export function AnnotationsCard() {
  const { t } = useTranslation();
  return (
    <Card title={t('annotations.title')} unit={t('annotations.unit')}>
      <AnnotationList />
    </Card>
  );
}
