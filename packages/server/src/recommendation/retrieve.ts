import type { CandidateSet } from './candidates.ts';
import type { Placement, SourceName } from './placement.ts';
import type { CandidateSource, RetrievalContext } from './sources/source.ts';

/**
 * The stage that gathers candidates: each of the placement's sources in turn, up to its limit. An unknown
 * customer gets what goes with the page's item and the cart, then the placement's fallback; a known one gets
 * the fallback only while fewer than `wanted` candidates were found.
 *
 * Returns the first step of the fallback that gave anything; undefined when none was needed.
 */
export function retrieve(
  sources: Readonly<Record<SourceName, CandidateSource>>,
  placement: Placement,
  context: RetrievalContext,
  known: boolean,
  wanted: number,
  candidates: CandidateSet,
): SourceName | undefined {
  for (const { name, limit } of placement.sources) {
    if (!known && name !== 'coOccurrence') continue;
    candidates.beginSource(name, limit);
    sources[name].retrieve(context, candidates);
  }
  let used: SourceName | undefined;
  for (const name of placement.fallback) {
    if (known ? candidates.count >= wanted : candidates.count >= placement.candidateLimit) break;
    const before = candidates.count;
    candidates.beginSource(name, placement.candidateLimit);
    sources[name].retrieve(context, candidates);
    if (candidates.count > before) used ??= name;
  }
  return used;
}
