import { createRequire } from 'node:module';
import { FetchSession, type FetchedTopic, type SessionResponse } from './fetch-session.js';
import { isFirstTime } from './first-time.js';
import { fetchWhileBeating, type FetchedBroker } from './long-fetch.js';
import { repairedRelease } from './pinned-release.js';

interface FetchOptions {
  readonly topics: readonly FetchedTopic[];
  readonly maxWaitTime: number;
  readonly minBytes: number;
}

interface FetchedRecords {
  readonly messages: readonly unknown[];
  readonly preferredReadReplica?: number;
}

interface FetchResponse extends SessionResponse {
  readonly responses: readonly { readonly topicName: string; readonly partitions: readonly FetchedRecords[] }[];
}

interface Broker extends FetchedBroker {
  lookupRequest(apiKey: number, versions: object): (options: object) => object;
  fetch(options: FetchOptions): Promise<FetchResponse>;
}

type SendRequest = (this: Broker, request: object) => Promise<FetchResponse>;

const require = createRequire(import.meta.url);

/**
 * kafkajs names every partition in every fetch, and makes a batch of every partition in the answer, however empty. With the repair it
 * fetches in sessions (KIP-227): while nothing happens, neither request nor answer names any partition, and a batch is what holds records.
 * A consumer has the brokers' connections for itself, so each of its brokers is one session.
 */
export function repairFetch(): void {
  const { prototype } = require('kafkajs/src/broker') as { prototype: Broker };
  if (!isFirstTime('fetch-in-sessions', prototype)) return;
  const { requests } = require('kafkajs/src/protocol/requests') as { requests: { Fetch: object } };
  const { Fetch: apiKey } = require('kafkajs/src/protocol/requests/apiKeys') as { Fetch: number };
  const symbol = Object.getOwnPropertySymbols(prototype).find(
    ({ description }) => description === 'private:Broker:sendRequest',
  );
  if (!symbol) throw new Error(`kafkajs ${repairedRelease} sends requests in another way: see ADR 0011`);
  const send = Reflect.get(prototype, symbol) as SendRequest;
  const sessions = new WeakMap<Broker, SessionOfBroker>();
  const fetched = (broker: Broker, options: FetchOptions): Promise<FetchResponse> => {
    let session = sessions.get(broker);
    if (!session) sessions.set(broker, (session = new SessionOfBroker()));
    return session.fetch(options, (inSession) =>
      send.call(broker, broker.lookupRequest(apiKey, requests.Fetch)({ rackId: '', ...inSession })),
    );
  };
  prototype.fetch = async function (this: Broker, options) {
    const response = await fetchWhileBeating(this, options, (maxWaitTime) =>
      fetched(this, { ...options, maxWaitTime }),
    );
    return response ?? { responses: [] };
  };
}

class SessionOfBroker {
  private readonly session = new FetchSession();
  /** The fetch before: the next one begins where both sides have counted it. */
  private former: Promise<unknown> = Promise.resolve();

  fetch(options: FetchOptions, send: (options: FetchOptions) => Promise<FetchResponse>): Promise<FetchResponse> {
    const fetched = this.former.then(() => this.fetchNow(options, send));
    this.former = fetched.catch(() => undefined);
    return fetched;
  }

  private async fetchNow(
    options: FetchOptions,
    send: (options: FetchOptions) => Promise<FetchResponse>,
  ): Promise<FetchResponse> {
    try {
      const response = await send({ ...options, ...this.session.next(options.topics) });
      this.session.answered(response);
      return withRecords(response);
    } catch (error) {
      this.session.failed();
      throw error;
    }
  }
}

/** What there is to handle: the partitions with records, and those that are better read from another broker. */
function withRecords(response: FetchResponse): FetchResponse {
  const responses = response.responses
    .map((topic) => ({ ...topic, partitions: topic.partitions.filter(saysSomething) }))
    .filter(({ partitions }) => partitions.length > 0);
  return { ...response, responses };
}

const saysSomething = ({ messages, preferredReadReplica = -1 }: FetchedRecords) =>
  messages.length > 0 || preferredReadReplica !== -1;
