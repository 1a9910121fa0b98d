import { createClient } from '@personalize/sdk';

/** The page's own server, with the session cookie. */
export const client = createClient();
