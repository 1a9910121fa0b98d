import { Skeleton } from '@mantine/core';

/** A grid that is still being counted. */
export function CohortsSkeleton() {
  return (
    <div aria-busy="true">
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <Skeleton key={row} height={28} mb={4} width={`${100 - row * 12}%`} />
      ))}
    </div>
  );
}
