import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { Delivery, type DeliverySettings } from './delivery.ts';
import { createAddressRule } from './networks.ts';
import { verifySignature } from './signature.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function deliveryWith(settings: Partial<DeliverySettings> = {}): Delivery {
  const delivery = new Delivery({
    smtpUrl: undefined,
    mailFrom: 'Reports <reports@example.com>',
    webhookNetworks: ['127.0.0.0/8'],
    timeoutMs: 500,
    retryDelaysMs: [5, 10],
    ...settings,
  });
  closers.push(() => delivery.close());
  return delivery;
}

/** Answers the n-th post with the n-th status (0: never), keeping what it got. */
async function receiver(statuses: number[], headers: Record<string, string> = {}) {
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server: Server = createServer(async (request, response) => {
    got.push({ headers: request.headers, body: await text(request) });
    const status = statuses[got.length - 1] ?? 200;
    if (status !== 0) response.writeHead(status, headers).end('words of the receiver');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

describe('webhooks', () => {
  it('are signed so that the receiver can check them, and a changed body fails', async () => {
    const { got, url } = await receiver([200]);
    expect(await deliveryWith().webhook({ url, secret, body: { type: 'test', text: 'olá' } })).toEqual({
      attempts: 1,
    });
    const [{ headers, body }] = got;
    expect(JSON.parse(body)).toEqual({ type: 'test', text: 'olá' });
    expect(verifySignature(secret, headers, body)).toBe(true);
    expect(verifySignature(secret, headers, `${body} `)).toBe(false);
    expect(verifySignature(`whsec_${Buffer.alloc(32).toString('base64')}`, headers, body)).toBe(false);
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(5);
  });

  it('are tried again under the same id after 5xx and after silence', async () => {
    const { got, url } = await receiver([503, 0, 204]);
    expect(await deliveryWith().webhook({ url, body: {} })).toEqual({ attempts: 3 });
    expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('give up with the reason, without the words of the receiver', async () => {
    const down = await receiver([500, 500, 500]);
    await expect(deliveryWith().webhook({ url: down.url, body: {} })).rejects.toMatchObject({
      code: 'unprocessable',
      message: expect.stringMatching(/answered 500, after 3 tries$/),
    });
    const gone = await receiver([410]);
    await expect(deliveryWith().webhook({ url: gone.url, body: {} })).rejects.toThrow(/answered 410$/);
    expect(gone.got).toHaveLength(1);
  });

  it('do not follow redirects', async () => {
    const { got, url } = await receiver([302], { location: 'http://127.0.0.1:1/' });
    await expect(deliveryWith().webhook({ url, body: {} })).rejects.toThrow('redirects are not followed');
    expect(got).toHaveLength(1);
  });

  it('stop between two tries when aborted', async () => {
    const { url } = await receiver([503]);
    const stop = new AbortController();
    const sent = deliveryWith({ retryDelaysMs: [60_000] }).webhook({ url, body: {}, signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await expect(sent).rejects.toThrow(/abort/i);
  });

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://169.254.169.254/latest/meta-data',
    'http://localhost:8000/',
  ])('never go to %s unless its network is named', async (url) => {
    await expect(deliveryWith({ webhookNetworks: [] }).webhook({ url, body: {} })).rejects.toThrow(
      'WEBHOOK_NETWORKS',
    );
  });

  it.each(['ftp://example.com/', 'https://user:pass@example.com/', 'no address'])(
    'refuse %s',
    async (url) => {
      await expect(deliveryWith().webhook({ url, body: {} })).rejects.toThrow('a webhook needs an address');
    },
  );

  it('refuse a weak secret', async () => {
    const url = 'https://example.com/';
    expect(() => deliveryWith().checkWebhook({ url, secret: 'whsec_c2hvcnQ=' })).toThrow('24 to 64 bytes');
  });
});

describe('addresses', () => {
  it.each(['8.8.8.8', '2606:4700:4700::1111'])('of the public internet are allowed: %s', (address) => {
    expect(createAddressRule([])(address)).toBe(true);
  });

  it.each([
    '10.1.2.3',
    '100.64.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'fd00::1',
    'fe80::1',
    '::1',
    '::127.0.0.1',
    '224.0.0.1',
    'x',
  ])('of special networks are not: %s', (address) => {
    expect(createAddressRule([])(address)).toBe(false);
  });

  it('of networks that are named are allowed, their neighbours not', () => {
    const allowed = createAddressRule(['10.0.0.0/8', 'fd00::/8']);
    expect(['10.255.0.1', 'fd12::1', '192.168.0.1'].map(allowed)).toEqual([true, true, false]);
  });
});

describe('mail', () => {
  async function mailServer(refuse?: { code: number; times: number }) {
    const mails: string[] = [];
    let refusals = refuse?.times ?? 0;
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      onData: (stream, _session, done) => {
        text(stream).then((mail) => {
          if (refusals-- > 0) {
            done(Object.assign(new Error('refused'), { responseCode: refuse?.code }));
            return;
          }
          mails.push(mail);
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    return { mails, smtpUrl: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` };
  }

  it('arrives with its attachment', async () => {
    const { mails, smtpUrl } = await mailServer();
    const content = Buffer.from('a,b\r\n1,2\r\n');
    await deliveryWith({ smtpUrl }).mail({
      to: ['ada@example.com', 'bia@example.com'],
      subject: 'Relatório\r\nBcc: eve@example.com',
      text: 'Olá',
      attachments: [{ name: 'relatório.csv', mediaType: 'text/csv', content }],
    });
    expect(mails).toHaveLength(1);
    expect(mails[0]).toContain('To: ada@example.com, bia@example.com');
    expect(mails[0]).toContain(content.toString('base64'));
    expect(mails[0]).not.toMatch(/^Bcc/m);
  });

  it('is tried again when the server is busy, and not when it says no', async () => {
    const busy = await mailServer({ code: 451, times: 1 });
    const message = { to: ['ada@example.com'], subject: 's', text: 't' };
    expect(await deliveryWith({ smtpUrl: busy.smtpUrl }).mail(message)).toEqual({ attempts: 2 });
    const closed = await mailServer({ code: 550, times: 9 });
    await expect(deliveryWith({ smtpUrl: closed.smtpUrl }).mail(message)).rejects.toThrow('answer 550');
  });

  it('needs a server and plain addresses', async () => {
    const message = { subject: 's', text: 't' };
    await expect(deliveryWith().mail({ ...message, to: ['ada@example.com'] })).rejects.toThrow('SMTP_URL');
    for (const address of ['ada', 'a b@c', 'ada@example.com\r\nRCPT TO:<x@y>', 'a@b, c@d']) {
      await expect(deliveryWith().mail({ ...message, to: [address] })).rejects.toThrow('looks like');
    }
  });
});
