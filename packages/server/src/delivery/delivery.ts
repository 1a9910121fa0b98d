import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import { checkMailAddresses, Mailer, type MailMessage } from './mail.ts';
import { createAddressRule } from './networks.ts';
import { TemporaryFailure, withRetries } from './retry.ts';
import { readSecret, signatureHeaders } from './signature.ts';
import { literalAddress, postWebhook, readWebhookUrl, refusedAddress } from './webhook.ts';

export interface DeliverySettings {
  /** `smtp://name:password@host:587` or `smtps://…`; undefined: no mail. */
  smtpUrl: string | undefined;
  mailFrom: string;
  /** Networks beyond the public internet that webhooks may reach. */
  webhookNetworks: readonly string[];
  /** Of one try. Default 10 s. */
  timeoutMs?: number;
  /** Waits between tries. Default 1, 5 and 25 s: four tries. */
  retryDelaysMs?: readonly number[];
}

export interface WebhookMessage {
  url: string;
  /** `whsec_…`; without one the message is not signed. */
  secret?: string;
  /** JSON object; what happened goes into its `type`. */
  body: object;
  signal?: AbortSignal;
}

/** Takes messages out of the house: webhooks, signed when they have a secret, and mail. */
export class Delivery {
  readonly #settings: DeliverySettings;
  readonly #allowed: (address: string) => boolean;
  readonly #mailer: Mailer | undefined;
  readonly #timeoutMs: number;
  readonly #delays: readonly number[];

  constructor(settings: DeliverySettings) {
    this.#settings = settings;
    this.#allowed = createAddressRule(settings.webhookNetworks);
    this.#timeoutMs = settings.timeoutMs ?? 10_000;
    this.#delays = settings.retryDelaysMs ?? [1_000, 5_000, 25_000];
    this.#mailer =
      settings.smtpUrl === undefined
        ? undefined
        : new Mailer(settings.smtpUrl, settings.mailFrom, this.#timeoutMs);
  }

  /** Whether a mail server is configured. */
  get canMail(): boolean {
    return this.#settings.smtpUrl !== undefined;
  }

  /** For forms: throws what {@link webhook} would, as far as it can be known without sending. */
  checkWebhook({ url, secret }: Pick<WebhookMessage, 'url' | 'secret'>): void {
    const parsed = readWebhookUrl(url);
    const literal = literalAddress(parsed);
    if (literal !== undefined && !this.#allowed(literal)) throw refusedAddress(literal);
    if (secret !== undefined) readSecret(secret);
  }

  /** For forms: throws what {@link mail} would, as far as it can be known without sending. */
  checkMail({ to }: Pick<MailMessage, 'to'>): void {
    checkMailAddresses(to);
    if (!this.canMail) {
      throw new AppError('unprocessable', 'no mail server is configured: set SMTP_URL and MAIL_FROM');
    }
  }

  /**
   * Posts JSON and waits until the receiver took it (2xx), with tries again after time-outs, 408, 429 and 5xx.
   * All tries of one message carry the same `webhook-id`, so that a receiver can drop what it has.
   * @returns how many tries it took
   * @throws AppError `invalid_request` for a bad address or secret, `unprocessable` when it was not delivered
   */
  async webhook({ url, secret, body, signal }: WebhookMessage): Promise<{ attempts: number }> {
    this.checkWebhook({ url, ...(secret !== undefined && { secret }) });
    const text = JSON.stringify(body);
    const id = `msg_${randomUUID()}`;
    return this.#tryAgain(signal, (at) =>
      postWebhook({
        url: new URL(url),
        headers: secret === undefined ? { 'webhook-id': id } : signatureHeaders(secret, id, at, text),
        body: text,
        timeoutMs: this.#timeoutMs,
        allowed: this.#allowed,
        signal,
      }),
    );
  }

  /** As {@link webhook}, to mail addresses. */
  async mail(message: MailMessage & { signal?: AbortSignal }): Promise<{ attempts: number }> {
    this.checkMail(message);
    return this.#tryAgain(message.signal, () => this.#mailer!.send(message));
  }

  close(): void {
    this.#mailer?.close();
  }

  async #tryAgain(signal: AbortSignal | undefined, send: (at: number) => Promise<unknown>) {
    let attempts = 0;
    try {
      await withRetries(
        (attempt) => {
          attempts = attempt;
          return send(Date.now());
        },
        this.#delays,
        signal,
      );
      return { attempts };
    } catch (error) {
      if (!(error instanceof TemporaryFailure)) throw error;
      throw new AppError('unprocessable', `${error.message}, after ${attempts} tries`, { cause: error });
    }
  }
}
