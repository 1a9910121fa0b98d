import { useTranslation } from 'react-i18next';
import { useStatus } from '../../api/status.ts';
import { Notice } from '../../components/notice.tsx';
import { useFormat } from '../../format/use-format.ts';

/** In a demo: where the data comes from, and that its times were moved to today. */
export function DemoNotice() {
  const { t } = useTranslation();
  const format = useFormat();
  const demo = useStatus().data?.demo;
  if (!demo) return null;
  const span = format.span(demo.timeShiftMs / 1_000);
  return <Notice>{t('live.shifted', { dataset: demo.dataset, span })}</Notice>;
}
