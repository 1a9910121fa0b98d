import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../../api/models.ts';
import { useUrlState } from '../../../api/use-url-state.ts';
import { Card } from '../../../components/card.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Tag } from '../../../components/tag.tsx';
import css from '../shared/shared.module.css';
import own from './compare-page.module.css';

type Row = Comparison['parameters'][number];

/** What the versions were made with; what differs is marked, the rest can be left out. */
export function CompareParameters({
  name: model,
  versions,
  comparison,
}: {
  name: string;
  versions: readonly number[];
  comparison: Comparison | undefined;
}) {
  const { t } = useTranslation();
  const [all, setAll] = useUrlState('all');
  const onlyDiffering = all === '';
  return (
    <Card
      title={t('modelCompare.parameters')}
      actions={
        <label className={css.check}>
          <input
            type="checkbox"
            checked={onlyDiffering}
            onChange={(event) => setAll(event.currentTarget.checked ? '' : 'yes')}
          />
          {t('modelCompare.onlyDiffering')}
        </label>
      }
    >
      <DataTable<Row>
        caption={t('modelCompare.parameters')}
        rows={comparison?.parameters.filter(({ differs }) => differs || !onlyDiffering)}
        rowKey={({ name }) => name}
        file={{ notes: [model] }}
        columns={[
          {
            key: 'name',
            name: t('modelVersion.parameter'),
            file: { value: ({ name }) => name },
            cell: ({ name, differs }) => (
              <span className={css.tags}>
                <code>{name}</code>
                {differs && !onlyDiffering && <Tag tone="accent">{t('modelCompare.differs')}</Tag>}
              </span>
            ),
          },
          ...versions.map((version, i) => ({
            key: String(version),
            name: t('model.versionNumber', { version }),
            numeric: true,
            file: { value: ({ values }: Row) => textOf(values[i]) },
            cell: ({ values, differs }: Row) => (
              <span className={differs ? own.differs : undefined}>{write(values[i])}</span>
            ),
          })),
        ]}
        empty={
          <EmptyState title={t('modelCompare.noneDiffer')}>{t('modelCompare.noneDifferHint')}</EmptyState>
        }
      />
    </Card>
  );
}

/** Long texts (checksums) keep their beginning; the version's page and files have all of it. */
const longest = 24;

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function write(value: unknown): string {
  const text = textOf(value);
  if (text === null) return '–';
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
