// `npm run bench:decode`: how long it takes to decode and validate one `user.create`, in a process that does nothing
// else.
import { performance } from 'node:perf_hooks';
import { UserCommands, type CreateUser } from '@rollcall/contracts';
import { decodeMessage, encodeMessage, type RawRecord } from '@rollcall/messaging';
import { quantile } from './load.ts';

const { example, type } = UserCommands.create;
/** A user as identity providers send it: with addresses, an employer and a password. */
const full: CreateUser = {
  ...example,
  passwordHash: `$argon2id$v=19$m=19456,t=2,p=1$${'a'.repeat(60)}`,
  profile: {
    ...example.profile,
    phoneNumbers: [{ value: '+49 30 1234567', type: 'work' }],
    addresses: [{ streetAddress: 'Main street 1', locality: 'Berlin', type: 'work' }],
    enterprise: { department: 'Surveys', manager: { value: '26118915-6090-4610-87e4-49d8ca9f808d' } },
  },
};

function recordOf(payload: CreateUser): RawRecord {
  const { accountId, userId } = example;
  const envelope = { id: userId, type, source: 'bench', subject: userId, accountId, correlationId: userId };
  const { topic, key, headers, value } = encodeMessage(envelope, payload);
  const [time, bytes] = [new Date(), Buffer.from(value ?? '')];
  return { topic, partition: 0, offset: '0', time, key: Buffer.from(key), headers, rawHeaders: headers, value: bytes };
}

/** Microseconds per record, as the median of many rounds. */
function microsecondsOf(record: RawRecord): number {
  const timesPerRound = 5_000;
  const rounds: number[] = [];
  for (let round = 0; round < 25; round += 1) {
    const start = performance.now();
    for (let n = 0; n < timesPerRound; n += 1) decodeMessage(record);
    if (round >= 5) rounds.push(((performance.now() - start) / timesPerRound) * 1_000); // the first rounds are warm-up
  }
  return quantile(
    rounds.toSorted((a, b) => a - b),
    0.5,
  );
}

const start = performance.now();
decodeMessage(recordOf(example));
console.log(`the first one, which compiles its check: ${(performance.now() - start).toFixed(1)} ms`);
for (const [name, payload] of Object.entries({ 'its example': example, 'a full one': full })) {
  console.log(`${type}, ${name}: ${microsecondsOf(recordOf(payload)).toFixed(1)} µs`);
}
