// Exit 0 when the server in this container answers that it is ready; for the image's HEALTHCHECK.
const port = process.env.PORT || '8000';
const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2500) }).catch(
  () => undefined,
);
process.exit(response?.ok ? 0 : 1);
