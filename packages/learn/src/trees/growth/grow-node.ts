/** The split chosen for a node; sums are those of its left child, in whole numbers. */
export interface Split {
  gain: number;
  feature: number;
  /** Codes up to this one go left. */
  bin: number;
  defaultLeft: boolean;
  gradient: number;
  hessian: number;
  /** Categorical: a bit per code that goes right. */
  rightCodes: Uint32Array | undefined;
}

/** A node while its tree grows. */
export interface GrowNode {
  id: number;
  depth: number;
  /** Its rows in the session's order. */
  begin: number;
  end: number;
  gradient: number;
  hessian: number;
  /** Bounds of its value from monotone constraints above it. */
  lower: number;
  upper: number;
  /** Byte address of its histogram, or -1. */
  slot: number;
  split: Split | undefined;
  left: number;
  right: number;
}
