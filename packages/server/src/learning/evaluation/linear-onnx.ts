/**
 * A linear ranker as an ONNX file (opset 13): missing values become their column's mean, values are scaled and
 * cut as they were in fitting, then weighted. Written field by field, as the few messages it takes need no
 * protobuf library.
 */
type Field = [number, number | string | Uint8Array];

export interface LinearRanker {
  /** Of scaled values, by column. */
  weights: Float32Array;
  means: Float32Array;
  /** One over the standard deviation. */
  scales: Float32Array;
  /** Scaled values are cut to ± this. */
  extreme: number;
}

/** Rows of `weights.length` 32-bit floats in, one score per row out. */
export function linearOnnx({ weights, means, scales, extreme }: LinearRanker): Uint8Array {
  const columns = weights.length;
  const graph = message(
    [1, node('IsNaN', ['rows'], 'missing')],
    [1, node('Where', ['missing', 'means', 'rows'], 'filled')],
    [1, node('Sub', ['filled', 'means'], 'centred')],
    [1, node('Mul', ['centred', 'scales'], 'scaled')],
    [1, node('Clip', ['scaled', 'low', 'high'], 'cut')],
    [1, node('MatMul', ['cut', 'weights'], 'scores')],
    [2, 'linear'],
    [5, tensor('means', means, [1, columns])],
    [5, tensor('scales', scales, [1, columns])],
    [5, tensor('low', Float32Array.of(-extreme), [])],
    [5, tensor('high', Float32Array.of(extreme), [])],
    [5, tensor('weights', weights, [columns, 1])],
    [11, value('rows', 'n', columns)],
    [12, value('scores', 'n', 1)],
  );
  return message([1, 8], [8, message([1, ''], [2, 13])], [7, graph]);
}

const float = 1;

function node(type: string, inputs: readonly string[], output: string): Uint8Array {
  return message(...inputs.map((input): Field => [1, input]), [2, output], [4, type]);
}

function tensor(name: string, values: Float32Array, shape: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return message(...shape.map((size): Field => [1, size]), [2, float], [8, name], [9, bytes]);
}

function value(name: string, ...shape: (number | string)[]): Uint8Array {
  const sizes = shape.map((size): Field => [1, message([typeof size === 'number' ? 1 : 2, size])]);
  return message([1, name], [2, message([1, message([1, float], [2, message(...sizes)])])]);
}

function message(...fields: Field[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [field, given] of fields) {
    if (typeof given === 'number') {
      parts.push(Uint8Array.from([...varint(field * 8), ...varint(given)]));
      continue;
    }
    const body = typeof given === 'string' ? new TextEncoder().encode(given) : given;
    parts.push(Uint8Array.from([...varint(field * 8 + 2), ...varint(body.length)]), body);
  }
  return Buffer.concat(parts);
}

function varint(number: number): number[] {
  const bytes: number[] = [];
  let left = number;
  while (left > 127) {
    bytes.push((left & 127) | 128);
    left = Math.floor(left / 128);
  }
  return [...bytes, left];
}
