import { expect, test } from 'vitest';
import { guessFormat, readColumns, toBase64 } from './read-file.ts';

test('base64 of many pieces is that of the whole', () => {
  const bytes = Uint8Array.from({ length: 100_001 }, (_, i) => (i * 7) % 256);
  expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
  expect(toBase64(new Uint8Array())).toBe('');
});

test('tells formats by name, else by the first byte', () => {
  expect(guessFormat('ranker.ONNX', 0x08)).toBe('onnx');
  expect(guessFormat('m.json', 0x7b)).toBe('xgboost-json');
  expect(guessFormat('m.ubj', 0x7b)).toBe('xgboost-ubjson');
  expect(guessFormat('model.bin', 0x7b)).toBe('xgboost-ubjson');
  expect(guessFormat('model.bin', 0x08)).toBe('onnx');
});

test('reads columns line by line or with commas', () => {
  expect(readColumns('price, clicks7d\n\nsource.popular\n')).toEqual(['price', 'clicks7d', 'source.popular']);
});
