/** One event of a `text/event-stream` body. */
export interface ServerSentEvent {
  event: string;
  data: string;
  /** The last id seen on the stream so far, as the standard asks; empty when none was sent. */
  id: string;
}

/**
 * Reads a `text/event-stream` body as the WHATWG HTML standard, section 9.2.6, describes: CR, LF or CRLF ends
 * a line, comments are skipped, data lines join by LF, an event without data is dropped. `onRetry` gets the
 * server's reconnection time in milliseconds.
 */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
  hooks: { onRetry?: (ms: number) => void; onBytes?: () => void } = {},
): AsyncGenerator<ServerSentEvent, void, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let event = '';
  let data: string[] = [];
  let id = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      hooks.onBytes?.();
      rest += decoder.decode(value, { stream: true });
      // A CR at the end may be the first half of CRLF: keep it until the next bytes arrive.
      const usable = rest.endsWith('\r') ? rest.length - 1 : rest.length;
      const lines = rest.slice(0, usable).split(/\r\n|\r|\n/);
      rest = lines.pop() + rest.slice(usable);
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) yield { event: event || 'message', data: data.join('\n'), id };
          event = '';
          data = [];
          continue;
        }
        const colon = line.indexOf(':');
        if (colon === 0) continue;
        const field = colon < 0 ? line : line.slice(0, colon);
        const text = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
        if (field === 'event') event = text;
        else if (field === 'data') data.push(text);
        else if (field === 'id' && !text.includes('\0')) id = text;
        else if (field === 'retry' && /^\d+$/.test(text)) hooks.onRetry?.(Number(text));
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
