import type { ServerConfig } from '../config.ts';
import { Delivery } from '../delivery/index.ts';
import type { Background } from './background.ts';

/** Webhooks and mail as the configuration allows them; one for all who send. */
export function createDelivery(config: ServerConfig, background: Background): Delivery {
  const delivery = new Delivery({
    smtpUrl: config.smtpUrl,
    mailFrom: config.mailFrom,
    webhookNetworks: config.webhookNetworks,
  });
  background.onClose('delivery', async () => delivery.close());
  return delivery;
}
