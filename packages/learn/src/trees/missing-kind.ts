/** How a feature's values are read before a tree sees them. */
export const missingKind = {
  /** NaN is missing, as in XGBoost. */
  nan: 0,
  /** NaN counts as 0: LightGBM's "none". */
  none: 1,
  /** 0 is missing like NaN: LightGBM's "zero". */
  zero: 2,
} as const;
