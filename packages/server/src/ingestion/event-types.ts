import type { StateSection } from '../stores/online/online-store.ts';
import { limits } from './limits.ts';

/** Types with a meaning of their own; see docs/events.md. */
export const builtInTypes = [
  'page_view',
  'click',
  'add_to_cart',
  'remove_from_cart',
  'purchase',
  'refund',
  'inquiry',
  'download',
  'search',
  'impression',
  'identify',
  'alias',
] as const;

/** Written by the server only. */
export const reservedTypes: ReadonlySet<string> = new Set([
  'segment_entered',
  'segment_left',
  'decision',
  'exposure',
]);

/**
 * The event types that this deployment has seen. Each type costs state in every consumer, so their number is
 * bounded: a sender that puts ids into type names is told so instead of filling the memory.
 */
export class EventTypes implements StateSection {
  readonly name = 'event-types';
  readonly #custom = new Set<string>();
  readonly #known = new Set<string>(builtInTypes);

  get customCount(): number {
    return this.#custom.size;
  }

  /** True when the type is known or there is still room for it; it is known afterwards. */
  admit(type: string): boolean {
    if (this.#known.has(type)) return true;
    if (this.#custom.size >= limits.customTypes) return false;
    // Copied, so that the set does not keep the request's whole text alive.
    const copy = Buffer.from(type).toString();
    this.#known.add(copy);
    this.#custom.add(copy);
    return true;
  }

  list(): string[] {
    return [...this.#known].sort();
  }

  save(): Uint8Array {
    return Buffer.from(JSON.stringify([...this.#custom]));
  }

  restore(bytes: Uint8Array): void {
    for (const type of JSON.parse(Buffer.from(bytes).toString()) as string[]) {
      this.#known.add(type);
      this.#custom.add(type);
    }
  }
}
