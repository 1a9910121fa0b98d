import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ImportRequest, useImportModel, type VersionDetail } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import css from '../shared/shared.module.css';
import { readTags } from '../training/train-fields.ts';
import own from '../training/train-form.module.css';
import { type ChosenFile, FileField } from './file-field.tsx';
import { type ImportFormat, readColumns, toBase64 } from './read-file.ts';

type Output = NonNullable<NonNullable<ImportRequest['signature']>['output']>;
type Label = NonNullable<ImportRequest['label']>;

/** The file, what its columns are, and what its number means. The server's reading of the file is shown in place. */
export function ImportForm({
  model,
  onImported,
}: {
  model: string;
  /** `measure`: it is to be measured on the held-out window at once. */
  onImported: (version: VersionDetail, measure: boolean) => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(model);
  const [file, setFile] = useState<ChosenFile>();
  const [format, setFormat] = useState<ImportFormat>('xgboost-json');
  const [columns, setColumns] = useState('');
  const [output, setOutput] = useState<'' | Output>('');
  const [label, setLabel] = useState<'' | Label>('');
  const [notes, setNotes] = useState('');
  const [tags, setTags] = useState('');
  const [measure, setMeasure] = useState(true);
  const [tried, setTried] = useState(false);
  const importing = useImportModel();
  const features = readColumns(columns);
  const needsSignature = format === 'onnx' && (features.length === 0 || output === '');
  const badName = !/^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/.test(name);
  const submit = () => {
    setTried(true);
    if (file === undefined || needsSignature || badName) return;
    const signature = {
      ...(features.length === 0 ? {} : { features }),
      ...(output === '' ? {} : { output }),
    };
    const body: ImportRequest = {
      ...{ format, model: toBase64(file.bytes), signature },
      ...(label === '' ? {} : { label }),
      ...(notes.trim() === '' ? {} : { notes: notes.trim() }),
      ...(readTags(tags).length === 0 ? {} : { tags: readTags(tags) }),
    };
    importing.mutate({ name, body }, { onSuccess: (made) => onImported(made, measure) });
  };
  return (
    <Card title={t('modelImport.form')} unit={t('modelImport.formUnit')}>
      <form
        noValidate
        className={own.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className={own.fields}>
          <TextInput
            label={t('modelImport.name')}
            description={t('modelImport.nameHint')}
            error={badName && t('modelImport.nameHint')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={t('modelImport.format')}
            allowDeselect={false}
            value={format}
            onChange={(value) => value && setFormat(value)}
            data={[
              { value: 'xgboost-json' as const, label: 'XGBoost JSON' },
              { value: 'xgboost-ubjson' as const, label: 'XGBoost UBJSON' },
              { value: 'onnx' as const, label: 'ONNX' },
            ]}
          />
        </div>
        <FileField
          file={file}
          missing={tried && file === undefined}
          onChoose={(chosen) => {
            importing.reset();
            setFile(chosen);
            if (chosen) setFormat(chosen.format);
          }}
        />
        <Textarea
          label={t('modelImport.features')}
          description={t('modelImport.featuresHint')}
          rows={6}
          error={tried && needsSignature && t('modelImport.needSignature')}
          value={columns}
          onChange={(event) => setColumns(event.currentTarget.value)}
        />
        <div className={own.fields}>
          <Select
            label={t('modelImport.output')}
            allowDeselect={false}
            value={output}
            onChange={(value) => value !== null && setOutput(value)}
            data={[
              { value: '' as const, label: t('modelImport.outputDefault') },
              { value: 'margin' as const, label: t('modelImport.margin') },
              { value: 'probability' as const, label: t('modelImport.probability') },
              { value: 'value' as const, label: t('modelImport.outputValue') },
            ]}
          />
          <Select
            label={t('modelImport.label')}
            allowDeselect={false}
            value={label}
            onChange={(value) => value !== null && setLabel(value)}
            data={[
              { value: '' as const, label: t('modelImport.labelUnknown') },
              { value: 'click' as const, label: t('modelTrain.click') },
              { value: 'conversion' as const, label: t('modelTrain.conversion') },
              { value: 'value' as const, label: t('modelTrain.valueLabel') },
            ]}
          />
          <TextInput
            label={t('model.tags')}
            description={t('model.tagsHint')}
            value={tags}
            onChange={(event) => setTags(event.currentTarget.value)}
          />
        </div>
        <Textarea
          label={t('model.notes')}
          rows={2}
          maxLength={10_000}
          value={notes}
          onChange={(event) => setNotes(event.currentTarget.value)}
        />
        <label className={css.check}>
          <input
            type="checkbox"
            checked={measure}
            onChange={(event) => setMeasure(event.currentTarget.checked)}
          />
          {t('modelImport.measure')}
        </label>
        {importing.error && <ErrorState error={importing.error} />}
        <div className={css.buttons}>
          <Button type="submit" loading={importing.isPending}>
            {t('modelImport.do')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
