import { describe, expect, it } from 'vitest';
import { FetchSession, type FetchedTopic } from './fetch-session.js';

const topic = (name: string, offsets: Readonly<Record<number, string>>): FetchedTopic => ({
  topic: name,
  partitions: Object.entries(offsets).map(([partition, fetchOffset]) => ({
    partition: Number(partition),
    fetchOffset,
    maxBytes: 1_000,
  })),
});
const [users, teams] = [topic('users', { 0: '5', 1: '0' }), topic('teams', { 0: '0' })];

function begun(): FetchSession {
  const session = new FetchSession();
  session.next([users, teams]);
  session.answered({ errorCode: 0, sessionId: 7 });
  return session;
}

describe('a session of fetches', () => {
  it('begins with all partitions', () => {
    expect(new FetchSession().next([users, teams])).toEqual({
      sessionId: 0,
      sessionEpoch: 0,
      topics: [users, teams],
      forgottenTopics: [],
    });
  });

  it('names only what has changed from then on, and counts its requests', () => {
    const session = begun();
    expect(session.next([users, teams])).toEqual({ sessionId: 7, sessionEpoch: 1, topics: [], forgottenTopics: [] });
    session.answered({ errorCode: 0, sessionId: 7 });
    const further = session.next([topic('users', { 0: '8', 1: '0' }), teams]);
    expect(further).toMatchObject({ sessionId: 7, sessionEpoch: 2, topics: [{ topic: 'users' }] });
    expect(further.topics[0]?.partitions).toMatchObject([{ partition: 0, fetchOffset: '8' }]);
  });

  it('says which partitions are not asked for any more, and asks for them again later', () => {
    const session = begun();
    const paused = session.next([topic('users', { 1: '0' })]);
    expect(paused.topics).toEqual([]);
    expect(paused.forgottenTopics).toEqual([
      { topic: 'users', partitions: [0] },
      { topic: 'teams', partitions: [0] },
    ]);
    session.answered({ errorCode: 0, sessionId: 7 });
    const resumed = session.next([users, teams]);
    expect(resumed.topics).toMatchObject([
      { topic: 'users', partitions: [{ partition: 0, fetchOffset: '5' }] },
      { topic: 'teams', partitions: [{ partition: 0 }] },
    ]);
    expect(resumed.forgottenTopics).toEqual([]);
  });

  it('begins anew, and has the former one closed, where an answer was lost or counted otherwise', () => {
    for (const goneWrong of [
      (session: FetchSession) => session.failed(),
      (session: FetchSession) => session.answered({ errorCode: 71, sessionId: 0 }),
    ]) {
      const session = begun();
      session.next([users, teams]);
      goneWrong(session);
      expect(session.next([users, teams])).toMatchObject({ sessionId: 7, sessionEpoch: 0, topics: [users, teams] });
      session.answered({ errorCode: 0, sessionId: 8 });
      expect(session.next([users, teams])).toMatchObject({ sessionId: 8, sessionEpoch: 1, topics: [] });
    }
  });

  it('begins anew where the broker does not know it any more', () => {
    const session = begun();
    session.next([users, teams]);
    session.answered({ errorCode: 70, sessionId: 0 });
    expect(session.next([users])).toMatchObject({ sessionId: 0, sessionEpoch: 0, topics: [users] });
  });

  it('is none where the broker gives none: all is asked for each time', () => {
    const session = new FetchSession();
    for (let time = 0; time < 3; time += 1) {
      expect(session.next([users])).toMatchObject({ sessionId: 0, sessionEpoch: 0, topics: [users] });
      session.answered({});
    }
  });

  it('counts on from one after the largest number', () => {
    const session = begun();
    Reflect.set(session, 'epoch', 0x7fffffff);
    expect(session.next([users, teams]).sessionEpoch).toBe(0x7fffffff);
    session.answered({ errorCode: 0, sessionId: 7 });
    expect(session.next([users, teams])).toMatchObject({ sessionEpoch: 1, topics: [] });
  });
});
