/** What is asked of one partition. */
export interface FetchedPartition {
  readonly partition: number;
  readonly fetchOffset: string;
  readonly maxBytes: number;
}

export interface FetchedTopic {
  readonly topic: string;
  readonly partitions: readonly FetchedPartition[];
}

interface PlacedPartition extends FetchedPartition {
  readonly topic: string;
}

/** The part of a fetch request that a session changes. */
export interface SessionRequest {
  readonly sessionId: number;
  readonly sessionEpoch: number;
  /** Those that the session does not know, or that are to be read from another offset. */
  readonly topics: readonly FetchedTopic[];
  readonly forgottenTopics: readonly { readonly topic: string; readonly partitions: readonly number[] }[];
}

export interface SessionResponse {
  readonly errorCode?: number;
  readonly sessionId?: number;
}

const noSession = 0;
const firstEpoch = 0;
const lastEpoch = 0x7fffffff;
const sessionIdNotFound = 70;

/**
 * What one consumer and one broker know of each other's fetches (KIP-227): the broker keeps what is asked for, is told what has changed,
 * and answers with the partitions that have something new. Both count the requests; where they disagree, or an answer is lost, the next
 * request names everything again. One request at a time.
 */
export class FetchSession {
  private id = noSession;
  private epoch = firstEpoch;
  private known: ReadonlyMap<string, PlacedPartition> = new Map();

  /** The next request, for these partitions and no others. */
  next(topics: readonly FetchedTopic[]): SessionRequest {
    const { id: sessionId, epoch: sessionEpoch, known } = this;
    const wanted = new Map<string, PlacedPartition>();
    for (const { topic, partitions } of topics)
      for (const each of partitions) wanted.set(`${topic}/${each.partition}`, { topic, ...each });
    this.known = wanted;
    if (sessionEpoch === firstEpoch) return { sessionId, sessionEpoch, topics, forgottenTopics: [] };
    const changed = [...wanted].filter(([place, each]) => !isSame(known.get(place), each));
    const forgotten = [...known].filter(([place]) => !wanted.has(place));
    return {
      sessionId,
      sessionEpoch,
      topics: [...byTopic(changed)].map(([topic, partitions]) => ({ topic, partitions })),
      forgottenTopics: [...byTopic(forgotten)].map(([topic, partitions]) => ({
        topic,
        partitions: partitions.map(({ partition }) => partition),
      })),
    };
  }

  /** The broker has answered. A broker without room for a session, or too old for one, gives none. */
  answered({ errorCode = 0, sessionId = noSession }: SessionResponse): void {
    if (errorCode !== 0) return this.begin(errorCode === sessionIdNotFound ? noSession : this.id);
    if (this.epoch === firstEpoch) this.id = sessionId;
    if (this.id === noSession) return this.begin(noSession);
    this.epoch = this.epoch === lastEpoch ? firstEpoch + 1 : this.epoch + 1;
  }

  /** No answer came, or none that can be used: the broker may have counted the request or not. */
  failed(): void {
    this.begin(this.id);
  }

  /** @param former is closed by the broker when the next request comes */
  private begin(former: number): void {
    this.id = former;
    this.epoch = firstEpoch;
  }
}

function isSame(known: FetchedPartition | undefined, { fetchOffset, maxBytes }: FetchedPartition): boolean {
  return known?.fetchOffset === fetchOffset && known.maxBytes === maxBytes;
}

function byTopic(places: readonly (readonly [string, PlacedPartition])[]): Map<string, PlacedPartition[]> {
  return Map.groupBy(
    places.map(([, each]) => each),
    ({ topic }) => topic,
  );
}
