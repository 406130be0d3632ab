import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** In seconds, from half a millisecond to ten seconds: the range for requests and messages. */
export const durationBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * How often the event loop's lag is looked at. Each look wakes the process: every 10 ms, as by default, is 0.7 % of a
 * core for each process that does nothing.
 */
const loopLookMs = 100;

/**
 * The metrics of one service. Registering a name again returns the same metric. Labels take values of small, fixed sets
 * only: routes, types, outcomes; never ids.
 */
export class Metrics {
  readonly registry = new Registry();

  constructor(service: string, options: { readonly processMetrics?: boolean } = {}) {
    this.registry.setDefaultLabels({ service });
    if (options.processMetrics === false) return;
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: loopLookMs });
  }

  counter<const L extends string = never>(name: string, help: string, labels: readonly L[] = []): Counter<L> {
    return this.once(name, () => new Counter<L>({ name, help, labelNames: labels, registers: [this.registry] }));
  }

  histogram<const L extends string = never>(
    name: string,
    help: string,
    labels: readonly L[] = [],
    buckets: readonly number[] = durationBuckets,
  ): Histogram<L> {
    const make = () =>
      new Histogram<L>({ name, help, labelNames: labels, buckets: [...buckets], registers: [this.registry] });
    return this.once(name, make);
  }

  /** `collect` is called at every scrape, and sets the gauge. */
  gauge<const L extends string = never>(
    name: string,
    help: string,
    labels: readonly L[] = [],
    collect?: (gauge: Gauge<L>) => void | Promise<void>,
  ): Gauge<L> {
    const make = () =>
      new Gauge<L>({
        name,
        help,
        labelNames: labels,
        registers: [this.registry],
        ...(collect
          ? {
              async collect() {
                await collect(this);
              },
            }
          : {}),
      });
    return this.once(name, make);
  }

  /** All metrics in Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private once<M>(name: string, make: () => M): M {
    const known = this.registry.getSingleMetric(name);
    return known ? (known as unknown as M) : make(); // the caller must use a name for one kind of metric only
  }
}
