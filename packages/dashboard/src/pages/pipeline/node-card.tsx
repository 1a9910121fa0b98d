import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PipelineNode } from '../../api/pipeline.ts';
import { Card } from '../../components/card.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Tag } from '../../components/tag.tsx';
import css from './pipeline.module.css';
import { StatusTag, toneOf } from './status.tsx';

type Shown = 'sql' | 'incremental' | 'source';

/** One node: what it is, its columns with what is checked of them, and its SQL. */
export function NodeCard({
  node,
  nodes,
  onClose,
}: {
  node: PipelineNode;
  nodes: readonly PipelineNode[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Shown>('sql');
  const names = new Map(nodes.map((one) => [one.id, one]));
  const testWords = (id: string) => names.get(id)?.description.split(' ')[0] ?? id;
  const texts: Record<Shown, string> = {
    sql: node.sql,
    incremental: node.incrementalSql ?? '',
    source: node.source,
  };
  const ways = (['sql', 'incremental', 'source'] as const).filter((way) => texts[way] !== '');
  const way = ways.includes(shown) ? shown : (ways[0] ?? 'sql');
  const kind =
    node.materialized === null
      ? t(`pipelineKind.${node.kind}`)
      : t(`pipelineMaterialized.${node.materialized}`);
  return (
    <Card
      title={node.exposure?.label ?? node.name}
      unit={[kind, node.relation, node.path].filter((part) => part !== null).join(' · ')}
      last={
        <Button variant="default" size="xs" onClick={onClose}>
          {t('action.close')}
        </Button>
      }
    >
      <div className={css.stack}>
        <div className={css.tags}>
          {node.kind !== 'exposure' && <StatusTag status={node.last?.status} />}
          {node.tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </div>
        {node.description !== '' && <p>{node.description}</p>}
        {node.last !== null && node.last.message !== '' && (
          <p className={css.message}>
            {node.last.line === null ? '' : `${t('pipeline.line', { line: node.last.line })}: `}
            {node.last.message}
          </p>
        )}
        {node.columns.length > 0 && (
          <DataTable<PipelineNode['columns'][number]>
            caption={t('pipeline.columns')}
            rows={node.columns}
            rowKey={({ name }) => name}
            file={{ notes: [node.relation ?? node.name] }}
            empty={null}
            columns={[
              {
                key: 'name',
                name: t('pipeline.column'),
                width: '34%',
                cell: ({ name }) => <code>{name}</code>,
              },
              { key: 'description', name: t('pipeline.description'), cell: ({ description }) => description },
              {
                key: 'tests',
                name: t('pipeline.tests'),
                width: '240px',
                file: { value: ({ tests }) => tests.map(testWords).join(', ') },
                secondary: true,
                cell: ({ tests }) => (
                  <span className={css.tags}>
                    {tests.map((id) => {
                      const test = names.get(id);
                      return (
                        <Tag key={id} tone={toneOf(test?.last?.status)} title={test?.name}>
                          {testWords(id)}
                        </Tag>
                      );
                    })}
                  </span>
                ),
              },
            ]}
          />
        )}
        {ways.length > 0 && node.kind !== 'exposure' && (
          <>
            <SegmentedControl
              className={css.ways}
              size="xs"
              aria-label={t('pipeline.sql')}
              value={way}
              onChange={(value) => setShown(value as Shown)}
              data={ways.map((value) => ({ value, label: t(`pipelineSql.${value}`) }))}
            />
            <CodeBlock code={texts[way]} label={t(`pipelineSql.${way}`)} />
          </>
        )}
      </div>
    </Card>
  );
}
