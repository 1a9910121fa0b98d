export { Delivery, type DeliverySettings, type WebhookMessage } from './delivery.ts';
export { checkMailAddresses, type MailAttachment, type MailMessage } from './mail.ts';
export { verifySignature } from './signature.ts';
