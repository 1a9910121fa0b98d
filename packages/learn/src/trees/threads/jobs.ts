import { openBinning } from '../../data/binning-job.ts';
import { openGrowth } from '../growth/growth-job.ts';
import type { JobOpener } from './control.ts';

/** What a team of threads can run, by the name that travels in the message. */
export const jobs = { binning: openBinning, growth: openGrowth };

export type JobName = keyof typeof jobs;
export type JobPayload<Name extends JobName> = Parameters<(typeof jobs)[Name]>[0];

/** The opener of a job whose name and payload came by message. */
export const jobByName = (name: JobName) => jobs[name] as JobOpener<unknown>;
