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

const int64 = 7;

function tensor(name: string, type: number, shape: readonly number[], values: ArrayBufferView): Uint8Array {
  const raw = new Uint8Array(values.buffer);
  return message(...shape.map((size): Field => [1, size]), [2, type], [8, name], [9, raw]);
}

function file(
  graphName: string,
  columns: number,
  initializers: Uint8Array[],
  nodes: Uint8Array[],
): Uint8Array {
  const graph = message(
    ...nodes.map((node): Field => [1, node]),
    [2, graphName],
    ...initializers.map((one): Field => [5, one]),
    [11, value('rows', 'n', columns)],
    [12, value('scores', 'n', 1)],
  );
  return message([1, 8], [8, message([1, ''], [2, 13])], [7, graph]);
}

function node(op: string, inputs: readonly string[], output: string, ...more: Field[]): Uint8Array {
  return message(...inputs.map((name): Field => [1, name]), [2, output], [4, op], ...more);
}

function weightsOf(weights: readonly number[]): Uint8Array {
  return tensor('weights', float, [weights.length, 1], Float32Array.from(weights));
}

/** A file that multiplies rows of `weights.length` numbers, one number per row out. */
export function linearOnnx(weights: readonly number[]): Uint8Array {
  return file(
    'linear',
    weights.length,
    [weightsOf(weights)],
    [node('MatMul', ['rows', 'weights'], 'scores')],
  );
}

/**
 * The same, but it first multiplies two square matrices with as many rows as its largest input: as slow as its
 * rows say (a second or more from about 3,000).
 */
export function slowOnnx(weights: readonly number[]): Uint8Array {
  const castTo = message([1, 'to'], [3, int64], [20, 2]);
  return file(
    'slow',
    weights.length,
    [
      weightsOf(weights),
      tensor('one', float, [1, 1], Float32Array.of(1)),
      tensor('flat', int64, [1], BigInt64Array.of(1n)),
    ],
    [
      node('ReduceMax', ['rows'], 'largest'),
      node('Max', ['largest', 'one'], 'atLeastOne'),
      node('Cast', ['atLeastOne'], 'whole', [5, castTo]),
      node('Reshape', ['whole', 'flat'], 'size'),
      node('Concat', ['size', 'size'], 'shape', [5, message([1, 'axis'], [3, 0], [20, 2])]),
      node('ConstantOfShape', ['shape'], 'square'),
      node('MatMul', ['square', 'square'], 'product'),
      node('ReduceSum', ['product'], 'zero'),
      node('MatMul', ['rows', 'weights'], 'plain'),
      node('Add', ['plain', 'zero'], 'scores'),
    ],
  );
}
