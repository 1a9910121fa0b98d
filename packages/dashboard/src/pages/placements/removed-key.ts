/** Where the placement that was just removed is kept for its undoing: what {@link usePutPlacement} takes. */
export const removedKey = ['placement-removed'];
