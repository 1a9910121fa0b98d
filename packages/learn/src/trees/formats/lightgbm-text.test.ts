import { describe, expect, it } from 'vitest';
import { treeModelFromJson, treeModelToJson } from '../model-json.ts';
import { predictTrees } from '../tree-model.ts';
import { readLightgbmText } from './lightgbm-text.ts';

// Written by hand after the format of LightGBM's `Tree::ToString` and `GBDT::SaveModelToString`. Decision
// types: 2 is a number with default left and no missing values, 8 and 10 NaN is missing with default right
// and left, 6 zero is missing with default left, 1 a category.
const text = `tree
version=v4
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=3
objective=binary sigmoid:2
feature_names=plain nan zero kind
feature_infos=[-1:1] [-1:1] [0:9] 0:1:2:40
tree_sizes=1 1

Tree=0
num_leaves=4
num_cat=0
split_feature=0 1 2
split_gain=5 4 3
threshold=0.10000000000000001 0.5 1.0000000180025095e-35
decision_type=2 8 6
left_child=1 -1 -2
right_child=2 -3 -4
leaf_value=0.1 0.2 0.3 0.4
leaf_count=10 20 30 40
internal_value=0 0 0
internal_count=100 40 60
is_linear=0
shrinkage=1


Tree=1
num_leaves=2
num_cat=1
split_feature=3
split_gain=2
threshold=0
decision_type=1
left_child=-1
right_child=-2
leaf_value=-1 1
leaf_count=50 50
internal_count=100
cat_boundaries=0 2
cat_threshold=6 256
is_linear=0
shrinkage=0.1


end of trees

feature_importances:
plain=1

pandas_categorical:null
`;

const model = readLightgbmText(text);

/** Raw LightGBM score; the file's sigmoid of slope 2 makes our margin twice as large. */
const score = (...row: number[]) =>
  predictTrees(model, { values: Float64Array.from(row), rows: 1, columns: 4 }, { output: 'margin' })[0] / 2;

describe('readLightgbmText', () => {
  it('compares in float64, equal values going left', () => {
    const [left, right] = [0.1, 0.2];
    expect(score(0.1, 0, 5, 9)).toBeCloseTo(left + 1, 12);
    expect(score(0.1 + 2 ** -56, 0, 0, 9)).toBeCloseTo(right + 1, 12);
  });

  it('takes NaN for 0 where training saw none missing', () => {
    expect(score(Number.NaN, 0, 5, 9)).toBeCloseTo(0.1 + 1, 12);
  });

  it('sends NaN the default way where NaN is missing', () => {
    expect(score(0, 0.4, 5, 9)).toBeCloseTo(0.1 + 1, 12);
    expect(score(0, 0.6, 5, 9)).toBeCloseTo(0.3 + 1, 12);
    expect(score(0, Number.NaN, 5, 9)).toBeCloseTo(0.3 + 1, 12);
  });

  it('sends 0 and NaN the default way where zero is missing', () => {
    expect(score(1, 0, 5, 9)).toBeCloseTo(0.4 + 1, 12);
    expect(score(1, 0, -5, 9)).toBeCloseTo(0.2 + 1, 12);
    expect(score(1, 0, 0, 9)).toBeCloseTo(0.2 + 1, 12);
    expect(score(1, 0, Number.NaN, 9)).toBeCloseTo(0.2 + 1, 12);
  });

  it('sends categories of the set left, all others right', () => {
    // Words 6 and 256: bits 1, 2 and 32 + 8.
    for (const category of [1, 2, 40, 2.7]) expect(score(0, 0, 5, category)).toBeCloseTo(0.1 - 1, 12);
    for (const category of [0, 3, 39, 41, 1e6, -1, Number.NaN]) {
      expect(score(0, 0, 5, category)).toBeCloseTo(0.1 + 1, 12);
    }
  });

  it('applies the sigmoid of the file', () => {
    const [p] = predictTrees(model, { values: Float64Array.of(0, 0, 5, 9), rows: 1, columns: 4 });
    expect(p).toBeCloseTo(1 / (1 + Math.exp(-2 * 1.1)), 12);
  });

  it('keeps names, kinds and everything else through JSON', () => {
    expect(model.featureNames).toEqual(['plain', 'nan', 'zero', 'kind']);
    expect(model.categorical).toEqual([3]);
    const again = treeModelFromJson(JSON.parse(JSON.stringify(treeModelToJson(model))));
    expect(treeModelToJson(again)).toEqual(treeModelToJson(model));
  });

  it('averages the trees of a random forest', () => {
    const forest = readLightgbmText(
      text.replace('objective=binary sigmoid:2', 'objective=regression\naverage_output'),
    );
    const row = { values: Float64Array.of(0, 0, 5, 9), rows: 1, columns: 4 };
    expect(predictTrees(forest, row)[0]).toBeCloseTo((0.1 + 1) / 2, 12);
  });
});
