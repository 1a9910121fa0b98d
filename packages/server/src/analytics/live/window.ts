/** Seconds over which the live page counts. */
export const windowSeconds = 300;
