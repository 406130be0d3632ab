import type { HintSource, SourceListener } from '../src/hints/topic-hints.js';

/** In place of the topics: a spec says what happens. */
export class FakeTopics implements HintSource {
  isReading = true;
  /** Whoever wants to listen waits for it. */
  begins: Promise<unknown> = Promise.resolve();
  /** How many listen. */
  held = 0;
  private listener: SourceListener | undefined;

  heardBy(listener: SourceListener): this {
    this.listener = listener;
    return this;
  }

  says(type: string, accountId: string, subject: string): void {
    this.listener?.onMessage({ type, accountId, subject });
  }

  /** The consumer has lost its place. */
  losesSome(): void {
    this.listener?.onLost();
  }

  hold(): void {
    this.held += 1;
  }

  letGo(): void {
    this.held -= 1;
  }

  isReadingWithin(): Promise<boolean> {
    return this.begins.then(() => this.isReading);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
