import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AnnotationList } from '../annotations/annotation-list.tsx';

/** Writes down what happened, beside what stands there already: in a chart's time, or at any. */
export function AnnotateDialog({
  title,
  range,
  onClose,
}: {
  /** Of the chart. */
  title?: string;
  range?: { from: number; to: number };
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={title === undefined ? t('annotations.title') : t('chart.annotateOf', { title })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <AnnotationList range={range} />
    </Modal>
  );
}
