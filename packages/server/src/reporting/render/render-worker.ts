/** Worker entry: draws one report after the other. */
import { parentPort } from 'node:worker_threads';
import { writePdf } from './pdf.ts';
import { pictureSvg } from './picture.ts';
import { svgToPng } from './png.ts';
import type { RenderReply, RenderRequest, RenderTask } from './protocol.ts';

async function render({ format, report, size }: RenderTask): Promise<Uint8Array> {
  if (format === 'pdf') return writePdf(report);
  const svg = pictureSvg(report, report.sections[0], size);
  return format === 'svg' ? Buffer.from(svg) : svgToPng(svg, size.scale);
}

const port = parentPort!;
port.on('message', ({ id, task }: RenderRequest) => {
  render(task).then(
    (bytes) => port.postMessage({ id, bytes } satisfies RenderReply),
    (error: unknown) =>
      port.postMessage({
        id,
        problem: error instanceof Error ? (error.stack ?? error.message) : String(error),
      } satisfies RenderReply),
  );
});
