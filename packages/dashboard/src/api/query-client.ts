import { ApiError } from '@personalize/sdk';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

/** Where the signed-in person is kept among the answers; `null` shows the sign-in page. */
export const sessionKey = ['session'];

/** Answers stay fresh for 10 s; only what may pass by itself is tried again; an ended session asks to sign in. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: endedSession }),
  mutationCache: new MutationCache({ onError: endedSession }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && (!(error instanceof ApiError) || error.temporary),
    },
  },
});

/** Shows the sign-in page when an answer says that nobody is signed in any more. */
export function endedSession(error: Error | undefined): void {
  if (!(error instanceof ApiError) || error.status !== 401) return;
  if (queryClient.getQueryData(sessionKey)) queryClient.setQueryData(sessionKey, null);
}
