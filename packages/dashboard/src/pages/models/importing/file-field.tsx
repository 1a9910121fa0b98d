import { Button } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../format/use-format.ts';
import css from '../shared/shared.module.css';
import { writeBytes } from '../shared/write-bytes.ts';
import own from './file-field.module.css';
import { guessFormat, type ImportFormat, largestFile } from './read-file.ts';

export interface ChosenFile {
  name: string;
  bytes: Uint8Array;
  format: ImportFormat;
}

/** Chooses a file, reads it, and says at once when it cannot be taken. */
export function FileField({
  file,
  missing,
  onChoose,
}: {
  file: ChosenFile | undefined;
  missing: boolean;
  onChoose: (file: ChosenFile | undefined) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState('');
  const choose = async (chosen: File | undefined) => {
    onChoose(undefined);
    setProblem('');
    if (chosen === undefined) return;
    const { name, size } = chosen;
    if (size === 0) return setProblem(t('modelImport.emptyFile'));
    if (size > largestFile) {
      const sizes = { size: writeBytes(format, size), limit: writeBytes(format, largestFile) };
      return setProblem(t('modelImport.tooLarge', sizes));
    }
    try {
      const bytes = new Uint8Array(await chosen.arrayBuffer());
      onChoose({ name, bytes, format: guessFormat(name, bytes[0]) });
    } catch {
      setProblem(t('modelImport.unreadable'));
    }
  };
  const error = problem || (missing ? t('modelImport.needFile') : '');
  return (
    <div className={own.field}>
      <span id={id} className={own.label}>
        {t('modelImport.file')}
      </span>
      <p id={`${id}-hint`} className={css.muted}>
        {t('modelImport.fileHint')}
      </p>
      <Button
        variant="default"
        size="xs"
        aria-describedby={`${id} ${id}-hint ${id}-state`}
        onClick={() => input.current?.click()}
      >
        {t('modelImport.chooseFile')}
      </Button>
      {/* The browser's own field speaks the browser's language, not the page's. */}
      <input
        ref={input}
        hidden
        type="file"
        accept=".json,.ubj,.onnx,.bin,.model"
        onChange={(event) => void choose(event.currentTarget.files?.[0])}
      />
      <p id={`${id}-state`} role="status" className={error ? css.bad : css.muted}>
        {error ||
          (file && t('modelImport.chosen', { name: file.name, size: writeBytes(format, file.bytes.length) }))}
      </p>
    </div>
  );
}
