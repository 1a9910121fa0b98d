import { ApiError } from '@personalize/sdk';
import { QueryClient } from '@tanstack/react-query';

/** Answers stay fresh for 10 s; only what may pass by itself is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && (!(error instanceof ApiError) || error.temporary),
      refetchOnWindowFocus: true,
    },
  },
});
