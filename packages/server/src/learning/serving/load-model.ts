import { AppError, refusal } from '../../errors.ts';
import type { ModelVersion } from '../registry/model-version.ts';
import type { LoadedModel } from './loaded-model.ts';
import { openOnnxModel } from './onnx-model.ts';
import { openTreeModel } from './tree-model.ts';

/**
 * Reads a version's file.
 * @param answerMs how long an ONNX model may take to answer; default: what serving can wait
 * @throws AppError `unprocessable` when the bytes make no model, naming byte, tree or node, or do not agree
 *   with the signature
 */
export async function loadModel(
  version: ModelVersion,
  file: Uint8Array,
  answerMs?: number,
): Promise<LoadedModel> {
  try {
    return await (version.format === 'onnx'
      ? openOnnxModel(version, file, answerMs)
      : openTreeModel(version, file));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw refusal(
      'unprocessable',
      'fileUnusable',
      `the ${version.format} file of model ${version.name} cannot be used: ${why}`,
      { format: version.format, why },
      { cause },
    );
  }
}
