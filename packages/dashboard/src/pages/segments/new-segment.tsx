import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Page } from '../../components/page.tsx';
import { segmentPath } from './path.ts';
import { SegmentForm } from './segment-form.tsx';

/** A new segment. */
export function NewSegment() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  return (
    <Page title={t('segments.new')}>
      <SegmentForm onSaved={(name) => navigate(segmentPath(name))} />
    </Page>
  );
}
