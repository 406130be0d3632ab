/** A server of one spec's own, to be killed, frozen and started again with the same data and address. */
export interface TestServer {
  /** Ends it in good order, and its process is gone. */
  stop(): Promise<void>;
  /** As a crash. */
  kill(): Promise<void>;
  /** Starts it again after `stop` or `kill`. */
  restart(): Promise<void>;
  /** Alive but silent, until `resume`. */
  suspend(): void;
  resume(): void;
  /** Ends it for good and removes its data: once, in `afterAll`. */
  remove(): Promise<void>;
}

export interface TestKafka extends TestServer {
  readonly brokers: string[];
}

export interface TestPostgres extends TestServer {
  /** Of the administrator. */
  readonly url: string;
}
