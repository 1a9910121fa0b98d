import type { Schemas } from '@personalize/sdk';

/** The figures of the live page at one moment. */
export type LiveSnapshot = Schemas['LiveSnapshot'];

/** What happened in one second; `at` is its start, epoch ms. */
export type LiveSecond = Schemas['LiveSecond'];

/** A name with how often it was counted. */
export type Ranked = LiveSnapshot['topItems'][number];
