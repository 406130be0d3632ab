import type { CollectedSpan } from '@rollcall/testing';

/** A request as its client saw it. */
export interface Answered {
  readonly tookUs: number;
}

interface Life {
  readonly gateway: CollectedSpan;
  readonly owner: CollectedSpan;
  readonly later: readonly CollectedSpan[];
}

const startUs = ({ startTimeUnixNano }: CollectedSpan) => Number(BigInt(startTimeUnixNano) / 1_000n);
const endUs = ({ endTimeUnixNano }: CollectedSpan) => Number(BigInt(endTimeUnixNano) / 1_000n);
const lengthUs = (span: CollectedSpan) => endUs(span) - startUs(span);

/**
 * Prints the stages of requests, as means of the middle four fifths. A span's start is known to the millisecond, its length to the
 * microsecond: means over many requests are of more use than medians.
 */
export function printLives(name: string, answered: readonly Answered[], spans: readonly CollectedSpan[]): void {
  const lives = livesIn(spans);
  const whole = mean(answered.map(({ tookUs }) => tookUs));
  const inGateway = mean(lives.map(({ gateway }) => lengthUs(gateway)));
  const there = mean(lives.map(({ gateway, owner }) => startUs(owner) - startUs(gateway)));
  const decided = mean(lives.map(({ owner }) => lengthUs(owner)));
  const later = Map.groupBy(
    lives.flatMap(({ gateway, later: spansLater }) => spansLater.map((span) => ({ gateway, span }))),
    ({ span }) => span.name,
  );
  console.log(`| ${name}: stage | mean, µs |\n|---|---|`);
  row('client, HTTP, credentials and reading of the body (outside of the handler)', whole - inGateway);
  row('gateway: checking, and the command on its way over the broker until user-service has it', there);
  row('user-service: stored replies and state, decision, saving with COMMIT, reply taken by the broker', decided);
  row('the reply on its way to the gateway, and the answer', inGateway - there - decided);
  row('**as the client sees it**', whole);
  for (const [what, each] of later) {
    row(
      `afterwards: ${what}, begins so long after the request`,
      mean(each.map(({ gateway, span }) => startUs(span) - startUs(gateway))),
    );
    row(`afterwards: ${what}, takes (its batch)`, mean(each.map(({ span }) => lengthUs(span))));
  }
}

/** Prints how long reads take as the client sees them: services answer their questions without spans of their own. */
export function printWhole(name: string, answered: readonly Answered[]): void {
  console.log(`| ${name} | mean, µs |\n|---|---|`);
  row('**as the client sees it**', mean(answered.map(({ tookUs }) => tookUs)));
}

function livesIn(spans: readonly CollectedSpan[]): Life[] {
  const traces = Map.groupBy(spans, ({ traceId }) => traceId);
  return [...traces.values()].flatMap((trace) => {
    const gateway = trace.find(({ name }) => /^(POST|PATCH) /.test(name));
    const owner = trace.find(({ parentSpanId }) => parentSpanId === gateway?.spanId);
    if (!gateway || !owner) return [];
    return [{ gateway, owner, later: trace.filter((span) => span !== gateway && span !== owner) }];
  });
}

function row(what: string, us: number): void {
  console.log(`| ${what} | ${Math.round(us).toLocaleString('en')} |`);
}

function mean(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const cut = Math.floor(sorted.length / 10);
  const middle = sorted.slice(cut, sorted.length - cut);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
