/** A tree of one split in XGBoost's JSON format (its 1.7 schema): what is dearer than 10 is less likely. */
export function xgboostFile(features: readonly string[]): string {
  const objective = { name: 'binary:logistic', reg_loss_param: { scale_pos_weight: '1' } };
  const tree = {
    base_weights: [0, 0.4, -0.4],
    categories: [],
    categories_nodes: [],
    categories_segments: [],
    categories_sizes: [],
    default_left: [1, 0, 0],
    id: 0,
    left_children: [1, -1, -1],
    loss_changes: [1, 0, 0],
    parents: [2_147_483_647, 0, 0],
    right_children: [2, -1, -1],
    split_conditions: [10, 0.4, -0.4],
    split_indices: [0, 0, 0],
    split_type: [0, 0, 0],
    sum_hessian: [10, 5, 5],
    tree_param: {
      num_deleted: '0',
      num_feature: String(features.length),
      num_nodes: '3',
      size_leaf_vector: '0',
    },
  };
  return JSON.stringify({
    learner: {
      attributes: {},
      feature_names: features,
      feature_types: features.map(() => 'float'),
      gradient_booster: {
        model: {
          gbtree_model_param: { num_parallel_tree: '1', num_trees: '1', size_leaf_vector: '0' },
          tree_info: [0],
          trees: [tree],
        },
        name: 'gbtree',
      },
      learner_model_param: {
        base_score: '5E-1',
        boost_from_average: '1',
        num_class: '0',
        num_feature: String(features.length),
        num_target: '1',
      },
      objective,
    },
    version: [1, 7, 4],
  });
}
