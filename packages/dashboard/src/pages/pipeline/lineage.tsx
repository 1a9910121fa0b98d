import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PipelineNode } from '../../api/pipeline.ts';
import { useScrolls } from '../../components/use-scrolls.ts';
import { boxHeight, boxWidth, layOut, relativesOf } from './layout.ts';
import css from './pipeline.module.css';
import { testsTone, toneOf } from './status.tsx';

/** What is made of what, from left to right. The table below says the same to whoever cannot see it. */
export function Lineage({
  nodes,
  chosen,
  onChoose,
}: {
  nodes: readonly PipelineNode[];
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const { t } = useTranslation();
  const [holder, scrolls] = useScrolls();
  const lineage = useMemo(() => layOut(nodes), [nodes]);
  const related = useMemo(
    () => (nodes.some(({ id }) => id === chosen) ? relativesOf(nodes, chosen) : undefined),
    [nodes, chosen],
  );
  const faded = (id: string) => related !== undefined && !related.has(id);
  const title = t('pipeline.lineage');
  return (
    <section
      ref={holder}
      className={css.scroll}
      aria-label={scrolls ? t('chart.scrolls', { title }) : undefined}
      tabIndex={scrolls ? 0 : undefined}
    >
      <div className={css.graph} style={{ width: lineage.width, height: lineage.height }}>
        <svg width={lineage.width} height={lineage.height} className={css.edges} aria-hidden="true">
          {lineage.edges.map(({ from, to, path }) => (
            <path key={`${from} ${to}`} d={path} data-faded={faded(from) || faded(to) || undefined} />
          ))}
        </svg>
        {lineage.nodes.map(({ node, x, y }) => (
          <button
            key={node.id}
            type="button"
            className={css.node}
            data-kind={node.kind}
            data-tone={testsTone(nodes, node.id) ?? toneOf(node.last?.status)}
            data-faded={faded(node.id) || undefined}
            aria-pressed={node.id === chosen}
            style={{ left: x, top: y, width: boxWidth, height: boxHeight }}
            onClick={() => onChoose(node.id === chosen ? '' : node.id)}
          >
            <span className={css.dot} aria-hidden="true" />
            <span className={css.nodeName} title={node.name}>
              {node.exposure?.label ?? node.name.slice(node.name.indexOf('.') + 1)}
            </span>
            <span className="visually-hidden">
              {t(`pipelineKind.${node.kind}`)}
              {node.last === null ? '' : `, ${t(`pipelineStatus.${node.last.status}`)}`}
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}
