import { Listeners } from '../api/listeners';

/** A question to the person that several things may wait for: it is asked once, and its answer counts for all of them. */
export class OneQuestion {
  private asked: { readonly answer: Promise<boolean>; readonly settle: (isGiven: boolean) => void } | undefined;
  private readonly listeners = new Listeners();

  get isAsked(): boolean {
    return this.asked !== undefined;
  }

  /** Waits for the answer, and asks where that was not done yet. */
  isGiven(): Promise<boolean> {
    if (this.asked) return this.asked.answer;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.become({ answer: promise, settle: resolve });
    return promise;
  }

  /** All that wait get it; without a question nothing happens. */
  answer(isGiven: boolean): void {
    const { asked } = this;
    this.become(undefined);
    asked?.settle(isGiven);
  }

  /** @returns listens no more */
  readonly subscribe = this.listeners.subscribe;

  private become(asked: OneQuestion['asked']): void {
    this.asked = asked;
    this.listeners.tell();
  }
}
