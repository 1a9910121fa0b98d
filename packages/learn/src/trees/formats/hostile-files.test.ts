import { describe, expect, it } from 'vitest';
import { treeModelFromJson, treeModelToJson } from '../model-json.ts';
import { sample } from '../testing/sample-data.ts';
import { trainTrees } from '../train.ts';
import { predictTrees } from '../tree-model.ts';
import { readLightgbmText } from './lightgbm-text.ts';
import { readXgboostJson, readXgboostUbjson } from './xgboost-reader.ts';
import { writeXgboostJson, writeXgboostUbjson } from './xgboost-writer.ts';

const { features, signal } = sample(300, 4, 2);
const { model } = trainTrees({ features, labels: signal }, { iterations: 3, maxDepth: 3 });
const json = writeXgboostJson(model);
const ubjson = writeXgboostUbjson(model);

interface RawTree {
  [key: string]: unknown;
  left_children: number[];
  right_children: number[];
  split_indices: number[];
  tree_param: { num_nodes: string };
}

/** The model file with its first tree changed. */
function withTree(change: (tree: RawTree) => void): string {
  const document = JSON.parse(json);
  change(document.learner.gradient_booster.model.trees[0]);
  return JSON.stringify(document);
}

describe('damaged XGBoost files', () => {
  it('cut off anywhere are refused, by character or byte, and never hang', () => {
    for (let length = 0; length < json.length - 1; length += 97) {
      expect(() => readXgboostJson(json.slice(0, length))).toThrow(/at character \d+/);
    }
    for (let length = 0; length < ubjson.length; length += 61) {
      expect(() => readXgboostUbjson(ubjson.subarray(0, length))).toThrow(/at byte \d+/);
    }
  });

  it('with any byte changed are read or refused, nothing else', () => {
    for (let at = 0; at < ubjson.length; at += 7) {
      for (const flip of [0xff, 0x01, 0x80]) {
        const damaged = ubjson.slice();
        damaged[at] ^= flip;
        try {
          const read = readXgboostUbjson(damaged);
          if (read.columns === 4) {
            for (const value of predictTrees(read, features)) expect(Number.isNaN(value)).toBe(false);
          }
        } catch (error) {
          expect(['RangeError', 'SyntaxError']).toContain((error as Error).name);
        }
      }
    }
  });

  it('nested without end are refused', () => {
    expect(() => readXgboostJson('['.repeat(1_000_000))).toThrow(/nested more than 64 deep at character/);
    expect(() => readXgboostUbjson(new Uint8Array(1_000_000).fill(0x5b))).toThrow(/nested more than 64 deep/);
  });

  it('that claim huge counts are refused before any memory is taken', () => {
    const claim = Uint8Array.of(...Buffer.from('[$d#L'), 0, 0, 0, 255, 255, 255, 255, 255);
    expect(() => readXgboostUbjson(claim)).toThrow(
      /has the length \d+, more than the bytes that follow, at byte/,
    );
    expect(() =>
      readXgboostJson(
        withTree((tree) => {
          tree.tree_param.num_nodes = '99999999';
        }),
      ),
    ).toThrow(/left_children must have 99999999 entries/);
    expect(() =>
      readXgboostJson(json.replace('"num_feature":"4","num_target"', '"num_feature":"9e99","num_target"')),
    ).toThrow(/num_feature must be a whole number/);
  });

  it('with cycles, shared, missing or far nodes are refused by tree and node', () => {
    expect(() =>
      readXgboostJson(
        withTree((tree) => {
          tree.left_children[1] = 0;
        }),
      ),
    ).toThrow(/trees\.0: node 1 has child 0/);
    expect(() =>
      readXgboostJson(
        withTree((tree) => {
          tree.left_children[1] = 2;
        }),
      ),
    ).toThrow(/trees\.0: node \d+ is reached twice/);
    expect(() =>
      readXgboostJson(
        withTree((tree) => {
          tree.right_children[0] = 4000;
        }),
      ),
    ).toThrow(/node 0 has child 4000/);
    expect(() =>
      readXgboostJson(
        withTree((tree) => {
          tree.right_children[0] = -7;
        }),
      ),
    ).toThrow(/node 0 has child -7/);
    expect(() =>
      readXgboostJson(
        withTree((tree) => {
          tree.split_indices[0] = 4;
        }),
      ),
    ).toThrow(/node 0 splits feature 4, must be 0 to 3/);
    expect(() =>
      readXgboostJson(
        withTree((tree) => {
          tree.split_conditions = '1,2';
        }),
      ),
    ).toThrow(/split_conditions must be a list of numbers/);
  });

  it('with a tree thousands of levels deep are refused', () => {
    const count = 20_001;
    const chain = withTree((tree) => {
      const inner = (node: number) => node % 2 === 0 && node < count - 1;
      const nodes = Array.from({ length: count }, (_, node) => node);
      tree.tree_param.num_nodes = String(count);
      tree.left_children = nodes.map((node) => (inner(node) ? node + 1 : -1));
      tree.right_children = nodes.map((node) => (inner(node) ? node + 2 : -1));
      tree.split_indices = nodes.map(() => 0);
      for (const key of ['split_conditions', 'default_left', 'loss_changes', 'sum_hessian', 'split_type']) {
        tree[key] = nodes.map(() => 0);
      }
    });
    expect(() => readXgboostJson(chain)).toThrow(/trees\.0: node \d+ lies deeper than 4096 levels/);
  });

  it('of other boosters, objectives or kinds are refused by name', () => {
    expect(() => readXgboostJson(json.replace('"gbtree"', '"gblinear"'))).toThrow(
      /"gblinear" is not supported/,
    );
    expect(() => readXgboostJson(json.replace('"reg:squarederror"', '"reg:mystery"'))).toThrow(
      /"reg:mystery" is not supported; supported are/,
    );
    expect(() => readXgboostJson('{}')).toThrow(/learner must be an object/);
    expect(() => readXgboostJson('[]')).toThrow(/the model file must be an object/);
    expect(() => readXgboostJson(json.replace('"base_score"', '"__proto__":{},"base_score"'))).not.toThrow();
  });
});

describe("the library's own JSON", () => {
  it('comes back as it was', () => {
    const data = JSON.stringify(treeModelToJson(model));
    const again = treeModelFromJson(JSON.parse(data));
    expect(JSON.stringify(treeModelToJson(again))).toBe(data);
    expect(predictTrees(again, features)).toEqual(predictTrees(model, features));
  });

  it('is checked when read', () => {
    const changed = (change: (data: ReturnType<typeof treeModelToJson>) => void) => {
      const data = treeModelToJson(model);
      change(data);
      return () => treeModelFromJson(data);
    };
    expect(
      changed((data) => {
        data.trees[1].left[0] = 0;
      }),
    ).toThrow(/trees\.1: node 0 has child 0/);
    expect(changed((data) => void data.trees[0].value.pop())).toThrow(/trees\.0\.value must have/);
    expect(
      changed((data) => {
        data.baseMargins = [];
      }),
    ).toThrow(/baseMargins must have 1 entries, got 0/);
    expect(
      changed((data) => {
        data.objective = { name: 'softmax', classes: 3 };
      }),
    ).toThrow(/3 output/);
    expect(() => treeModelFromJson({ format: 'other' })).toThrow(/must be a finite number|format/);
  });
});

describe('damaged LightGBM files', () => {
  it('are refused by line', () => {
    expect(() => readLightgbmText('')).toThrow(/lacks the line "end of trees"/);
    expect(() => readLightgbmText('tree\nmax_feature_idx=1\n')).toThrow(/cut off after line 3/);
    expect(() => readLightgbmText('hello\nend of trees\n')).toThrow(/starts with the line "tree"/);
    expect(() => readLightgbmText('tree\nmax_feature_idx=x\nend of trees')).toThrow(
      /line 2: max_feature_idx/,
    );
    const cycle =
      'tree\nmax_feature_idx=1\nobjective=regression\nTree=0\nnum_leaves=3\nsplit_feature=0 1\nsplit_gain=1 1\nthreshold=0 0\ndecision_type=2 2\nleft_child=1 0\nright_child=-1 -2\nleaf_value=1 2 3\nend of trees\n';
    expect(() => readLightgbmText(cycle)).toThrow(/Tree=0 \(line 4\): node 1 has child 0/);
    expect(() => readLightgbmText(cycle.replace('leaf_value=1 2 3', 'leaf_value=1 2'))).toThrow(
      /line 12: leaf_value must have 3 entries, got 2/,
    );
    expect(() => readLightgbmText(cycle.replace('num_leaves=3', 'num_leaves=99999999999'))).toThrow(/line 5/);
    expect(() => readLightgbmText(cycle.replace('=regression', '=regression sqrt'))).toThrow(/not supported/);
  });
});
