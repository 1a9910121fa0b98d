import { useMutation } from '@tanstack/react-query';
import { client } from './client.ts';

/** Makes a key that can send events and read nothing. Its secret is in the answer, once. */
export function useCreateEventsKey() {
  return useMutation({
    mutationFn: (name: string) =>
      client.request('POST /v1/keys', { body: { name, scopes: ['events:write'] } }),
  });
}
