import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AnnotationList } from '../annotations/annotation-list.tsx';

/** Writes down what happened in a chart's time, beside what stands there already. */
export function AnnotateDialog({
  title,
  range,
  onClose,
}: {
  title: string;
  range: { from: number; to: number };
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('chart.annotateOf', { title })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <AnnotationList range={range} />
    </Modal>
  );
}
