import type { ImportRequest } from '../../../api/models.ts';

export type ImportFormat = ImportRequest['format'];

/** Bytes that the server takes, as a body in base64. */
export const largestFile = 48_000_000;

/** The format that a file's name and first byte tell: UBJSON has no suffix of its own that all tools use. */
export function guessFormat(name: string, first: number | undefined): ImportFormat {
  if (/\.onnx$/i.test(name)) return 'onnx';
  if (/\.json$/i.test(name)) return 'xgboost-json';
  if (/\.ubj$/i.test(name)) return 'xgboost-ubjson';
  // An object begins with { in both: in JSON a quote or white space follows, in UBJSON a length.
  return first === 0x7b || first === 0x4c ? 'xgboost-ubjson' : 'onnx';
}

/** Base64 in pieces: spreading millions of bytes as arguments would overflow the stack. */
export function toBase64(bytes: Uint8Array): string {
  const piece = 32_766;
  let text = '';
  for (let at = 0; at < bytes.length; at += piece) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + piece)));
  }
  return text;
}

/** Columns as typed: one on each line, or separated by commas. */
export function readColumns(typed: string): string[] {
  return typed
    .split(/[\n,]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
