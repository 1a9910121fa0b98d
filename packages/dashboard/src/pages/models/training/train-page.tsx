import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '../../../api/use-url-state.ts';
import { Page } from '../../../components/page.tsx';
import { Crumbs } from '../shared/crumbs.tsx';
import { emptyFields } from './train-fields.ts';
import { TrainForm } from './train-form.tsx';
import { TrainingProgress } from './training-progress.tsx';

/** Starts a training and follows it; the address names the job, so that a reload goes on following. */
export function TrainPage({ name }: { name: string }) {
  const { t } = useTranslation();
  const [job, setJob] = useUrlState('job');
  // Kept while the training runs: after a failure the form is as it was sent.
  const [fields, setFields] = useState(emptyFields);
  const title = t('modelTrain.title');
  return (
    <Page title={`${title} ${name}`} heading={<Crumbs model={name} here={title} />}>
      {job === '' ? (
        <TrainForm name={name} fields={fields} onChange={setFields} onStart={setJob} />
      ) : (
        <TrainingProgress key={job} id={job} name={name} onAgain={() => setJob('')} />
      )}
    </Page>
  );
}
