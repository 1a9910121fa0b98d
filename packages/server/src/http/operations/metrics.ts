import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the process tells Prometheus. Labels are routes, never paths: no id gets into a time series. */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, by route pattern.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.002, 0.003, 0.005, 0.008, 0.012, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });
  readonly #events = new Counter({
    name: 'events_total',
    help: 'Events by what became of them.',
    labelNames: ['result'],
    registers: [this.registry],
  });
  readonly #append = new Histogram({
    name: 'journal_append_seconds',
    help: 'Time until a batch of events was durable.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  observeRequest(method: string, route: string, status: number, elapsedMs: number): void {
    this.#requests.observe({ method, route, status }, elapsedMs / 1000);
  }

  countEvents(result: 'accepted' | 'duplicate' | 'rejected', count: number): void {
    if (count > 0) this.#events.inc({ result }, count);
  }

  observeAppend(elapsedMs: number): void {
    this.#append.observe(elapsedMs / 1000);
  }

  /** A gauge whose value is read when Prometheus asks. */
  gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}
