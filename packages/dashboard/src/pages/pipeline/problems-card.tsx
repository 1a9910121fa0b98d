import { useTranslation } from 'react-i18next';
import type { PipelineProblem } from '../../api/pipeline.ts';
import { Card } from '../../components/card.tsx';
import css from './pipeline.module.css';

/** Values that texts name; each problem has some of them. */
const blank = {
  folder: '',
  path: '',
  limit: '',
  reason: '',
  where: '',
  key: '',
  value: '',
  name: '',
  what: '',
};

/** What is wrong with the project's files, each with its place, in the reader's language. */
export function ProblemsCard({ problems }: { problems: readonly PipelineProblem[] }) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  return (
    <Card title={t('pipeline.problems', { count: problems.length })} unit={t('pipeline.problemsUnit')}>
      <ul className={css.problems}>
        {problems.map((problem) => {
          const { code, file, line, params, message } = problem;
          return (
            <li key={`${file} ${line} ${code} ${message}`}>
              {file !== '' && (
                <code>
                  {file}
                  {line === null ? '' : `:${line}`}
                </code>
              )}
              <span>
                {t(`pipelineProblem.${code}`, { ...blank, ...params })}
                {params.near ? ` ${t('pipeline.near', { near: params.near })}` : ''}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
