import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { AppError } from '../errors.ts';
import { TemporaryFailure } from './retry.ts';

export interface WebhookPost {
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string;
  timeoutMs: number;
  /** Whether a message may go to this address. */
  allowed(address: string): boolean;
  signal: AbortSignal | undefined;
}

/** A webhook's address. @throws AppError `invalid_request` unless http or https, without a name or password in it */
export function readWebhookUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.username || url.password) {
    throw new AppError(
      'invalid_request',
      `a webhook needs an address such as https://example.com/hook without a name or password in it, got ${JSON.stringify(text.slice(0, 200))}`,
    );
  }
  return url;
}

/** The host's address when it is written as one. */
export function literalAddress({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? undefined : bare;
}

export function refusedAddress(host: string): AppError {
  return new AppError(
    'unprocessable',
    `${host} is in a network that webhooks may not reach; name the network in WEBHOOK_NETWORKS if it should be`,
  );
}

/**
 * Posts once. The address is judged when the connection is made, after the name was looked up, so that a name
 * that changes its address gains nothing; redirects are not followed.
 * @throws AppError `unprocessable` when refused for good, {@link TemporaryFailure} when another try may help
 */
export function postWebhook(post: WebhookPost): Promise<number> {
  const { url, allowed } = post;
  const literal = literalAddress(url);
  if (literal !== undefined && !allowed(literal)) return Promise.reject(refusedAddress(url.hostname));
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const timeout = AbortSignal.timeout(post.timeoutMs);
    const request = send(url, {
      method: 'POST',
      agent: false,
      lookup: judgedLookup(allowed),
      signal: post.signal ? AbortSignal.any([timeout, post.signal]) : timeout,
      headers: {
        'user-agent': 'Personalize-Webhook/1',
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(post.body)),
        ...post.headers,
      },
    });
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      const after = Number(response.headers['retry-after']);
      // What it answers is not read: it could be endless, and no answer's words belong in our records.
      response.destroy();
      if (status >= 200 && status < 300) resolve(status);
      else if (status === 408 || status === 429 || status >= 500) {
        reject(
          new TemporaryFailure(`${url.host} answered ${status}`, Number.isFinite(after) ? after * 1000 : 0),
        );
      } else {
        const hint =
          status >= 300 && status < 400 ? '; redirects are not followed, give its final address' : '';
        reject(new AppError('unprocessable', `${url.host} answered ${status}${hint}`));
      }
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (error.cause instanceof AppError) reject(error.cause);
      else if (post.signal?.aborted) reject(post.signal.reason);
      else if (timeout.aborted)
        reject(new TemporaryFailure(`${url.host} did not answer within ${post.timeoutMs / 1000} s`));
      else reject(new TemporaryFailure(`${url.host} could not be reached: ${error.code ?? error.message}`));
    });
    request.end(post.body);
  });
}

function judgedLookup(allowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0);
      // One bad address among several refuses the name: which of them is taken is not ours to say.
      if (addresses.length === 0 || !addresses.every(({ address }) => allowed(address))) {
        return callback(new Error('refused', { cause: refusedAddress(hostname) }), '', 0);
      }
      if (options.all) callback(null, addresses);
      else callback(null, addresses[0].address, addresses[0].family);
    });
  };
}
