/** Where the segment that was just removed is kept for its undoing: what {@link usePutSegment} takes. */
export const removedKey = ['segment-removed'];
