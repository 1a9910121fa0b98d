import { createTransport, type Transporter } from 'nodemailer';
import { AppError } from '../errors.ts';
import { TemporaryFailure } from './retry.ts';

export interface MailAttachment {
  name: string;
  mediaType: string;
  content: Buffer;
}

export interface MailMessage {
  to: readonly string[];
  subject: string;
  text: string;
  attachments?: readonly MailAttachment[];
}

const addressPattern = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]{1,190}$/;

/** @throws AppError `invalid_request` unless 1 to 50 plain addresses such as ada@example.com */
export function checkMailAddresses(to: readonly string[]): void {
  if (to.length < 1 || to.length > 50) {
    throw new AppError('invalid_request', `a mail needs 1 to 50 addresses, got ${to.length}`);
  }
  const wrong = to.find((address) => !addressPattern.test(address));
  if (wrong !== undefined) {
    throw new AppError(
      'invalid_request',
      `a mail address looks like ada@example.com, got ${JSON.stringify(wrong.slice(0, 200))}`,
    );
  }
}

/** Sends mail over one SMTP address. */
export class Mailer {
  readonly #transport: Transporter;
  readonly #from: string;

  constructor(smtpUrl: string, from: string, timeoutMs: number) {
    this.#from = from;
    this.#transport = createTransport({
      url: smtpUrl,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      // Content is handed over as bytes: no text of a message can name a file or an address to be read.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  /**
   * Sends once.
   * @throws AppError `unprocessable` when the mail server refuses, {@link TemporaryFailure} when it may pass
   */
  async send({ to, subject, text, attachments = [] }: MailMessage): Promise<void> {
    try {
      await this.#transport.sendMail({
        from: this.#from,
        to: [...to],
        subject: subject.replace(/[\r\n]+/g, ' '),
        text,
        attachments: attachments.map(({ name, mediaType, content }) => ({
          filename: name,
          contentType: mediaType,
          content,
        })),
      });
    } catch (error) {
      const { responseCode, code } = error as { responseCode?: number; code?: string };
      const what = responseCode === undefined ? (code ?? 'no answer') : `answer ${responseCode}`;
      const message = `the mail server did not take the message: ${what}`;
      if ((responseCode !== undefined && responseCode >= 500) || code === 'EAUTH')
        throw new AppError('unprocessable', message, { cause: error });
      throw new TemporaryFailure(message);
    }
  }

  close(): void {
    this.#transport.close();
  }
}
