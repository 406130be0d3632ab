import { expect, it } from 'vitest';
import { resealAll, signingSecrets, type Resealed } from './endpoint-secrets.js';
import { SecretBox } from './secret-box.js';

const keys = ['a key of more than thirty-two characters', 'another key of more than thirty-two characters'] as const;
const [former, present] = [new SecretBox([keys[0]]), new SecretBox([keys[1], keys[0]])];
const inAnHour = new Date(Date.now() + 3_600_000);
const anHourAgo = new Date(Date.now() - 3_600_000);

it('the secret signs, and the former one until it ends; none where no key opens it', () => {
  const sealed = { secret: present.seal('new', 'one'), old_secret: former.seal('old', 'one') };
  const signing = (of: object, box = present, owner = 'one') =>
    signingSecrets(box, { ...sealed, old_secret_ends_at: inAnHour, ...of }, owner);
  expect(signing({})).toEqual(['new', 'old']);
  expect(signing({ old_secret_ends_at: anHourAgo })).toEqual(['new']);
  expect(signing({ old_secret_ends_at: null })).toEqual(['new']);
  expect(signing({ old_secret: null })).toEqual(['new']);
  expect(signing({ secret: null, old_secret: null })).toEqual([]);
  expect(signing({}, former)).toEqual(['old']);
  expect(signing({}, present, 'two')).toEqual([]);
});

it('what the former key has sealed is sealed anew, and nothing else', async () => {
  const endpoints = [
    { id: 'one', secret: former.seal('first', 'one'), old_secret: null },
    { id: 'two', secret: present.seal('second', 'two'), old_secret: former.seal('older', 'two') },
    { id: 'lost', secret: 'nonsense', old_secret: null },
  ];
  const replaced: (Resealed & { readonly id: string })[] = [];
  await resealAll(
    present,
    endpoints,
    ({ id }) => id,
    async ({ id }, resealed) => {
      replaced.push({ id, ...resealed });
      return Promise.resolve();
    },
  );
  expect(replaced.map(({ id, column, sealed }) => [id, column, sealed])).toEqual([
    ['one', 'secret', endpoints[0]?.secret],
    ['two', 'old_secret', endpoints[1]?.old_secret],
  ]);
  expect(replaced.map(({ id, next }) => new SecretBox([keys[1]]).open(next, id))).toEqual(['first', 'older']);
});
