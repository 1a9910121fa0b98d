/** Worker entry: draws one report after the other. */
import { parentPort } from 'node:worker_threads';
import { AppError } from '../../errors.ts';
import { writePdf } from './pdf.ts';
import { pictureSvg } from './picture.ts';
import { svgToPng } from './png.ts';
import type { RenderReply, RenderRequest, RenderTask } from './protocol.ts';

/** A small picture that needs what every one needs: fonts, charts, both languages' formats. */
const sample: RenderTask = {
  format: 'png',
  size: { width: 240, scale: 1 },
  report: {
    ...{ title: 'Sample', locale: 'en', timeZone: 'UTC', theme: 'light', asOf: 0, madeAt: 0 },
    sections: [
      {
        title: 'Sample',
        notes: ['Sample'],
        chart: {
          kind: 'lines',
          series: ['a', 'b'].map((name) => ({
            key: name,
            name,
            points: [0, 1].map((x) => [x * 86_400_000, x]),
          })),
          x: { name: '', type: 'time' },
          y: { name: 'Sample', unit: { style: 'number' } },
        },
      },
    ],
  },
};

async function render(task: RenderTask | 'warm'): Promise<Uint8Array> {
  return task === 'warm' ? draw(sample) : draw(task);
}

async function draw({ format, report, size }: RenderTask): Promise<Uint8Array> {
  if (format === 'pdf') return writePdf(report);
  const svg = pictureSvg(report, report.sections[0], size);
  return format === 'svg' ? Buffer.from(svg) : svgToPng(svg, size.scale);
}

const port = parentPort!;
port.on('message', ({ id, task }: RenderRequest) => {
  render(task).then(
    (bytes) => port.postMessage({ id, bytes } satisfies RenderReply),
    (error: unknown) => port.postMessage({ id, ...failureOf(error) } satisfies RenderReply),
  );
});

function failureOf(error: unknown) {
  if (error instanceof AppError) return { refused: error.message, errors: error.errors ?? [] };
  return { problem: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
