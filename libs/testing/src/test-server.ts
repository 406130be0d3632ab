/** A server for one spec, which can be killed, suspended and restarted with the same data and address. */
export interface TestServer {
  /** Shuts it down in order; resolves when its process has ended. */
  stop(): Promise<void>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  /** Starts it again after `stop` or `kill`. */
  restart(): Promise<void>;
  /** The server keeps running but answers nothing until `resume`. */
  suspend(): void;
  resume(): void;
  /** Ends it for good and removes its data: once, in `afterAll`. */
  remove(): Promise<void>;
}

export interface TestKafka extends TestServer {
  readonly brokers: string[];
}

export interface TestPostgres extends TestServer {
  /** The administrator's URL. */
  readonly url: string;
}
