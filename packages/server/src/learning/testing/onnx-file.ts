/** Just enough of ONNX's protobuf to write a linear model: y = x · weights, opset 13. */
type Field = [number, number | string | Uint8Array];

function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  while (left > 127) {
    bytes.push((left & 127) | 128);
    left = Math.floor(left / 128);
  }
  return [...bytes, left];
}

function message(...fields: Field[]): Uint8Array {
  const bytes: number[] = [];
  for (const [field, value] of fields) {
    if (typeof value === 'number') {
      bytes.push(...varint(field * 8), ...varint(value));
      continue;
    }
    const body = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    bytes.push(...varint(field * 8 + 2), ...varint(body.length), ...body);
  }
  return Uint8Array.from(bytes);
}

const float = 1;
const dimension = (size: number | string) => message(typeof size === 'number' ? [1, size] : [2, size]);

function value(name: string, ...shape: (number | string)[]): Uint8Array {
  const dims = message(...shape.map((size): Field => [1, dimension(size)]));
  return message([1, name], [2, message([1, message([1, float], [2, dims])])]);
}

/** A file that multiplies rows of `weights.length` numbers, one number per row out. */
export function linearOnnx(weights: readonly number[]): Uint8Array {
  const raw = new Uint8Array(Float32Array.from(weights).buffer);
  const tensor = message([1, weights.length], [1, 1], [2, float], [8, 'weights'], [9, raw]);
  const node = message([1, 'rows'], [1, 'weights'], [2, 'scores'], [4, 'MatMul']);
  const graph = message(
    [1, node],
    [2, 'linear'],
    [5, tensor],
    [11, value('rows', 'n', weights.length)],
    [12, value('scores', 'n', 1)],
  );
  return message([1, 8], [8, message([1, ''], [2, 13])], [7, graph]);
}
