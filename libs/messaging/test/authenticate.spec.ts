import {
  AccountCommands,
  UserCommands,
  WorkspaceUserCommands,
  type Actor,
  type CommandDefinition,
  type Reply,
} from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, test } from 'vitest';
import { isSignedBy, signatureHeader, signingKeyOf } from '../src/codec/command-signature.js';
import { CommandSigner } from '../src/codec/command-signer.js';
import { decodeMessage } from '../src/codec/decode-message.js';
import { encodeMessage } from '../src/codec/encode-message.js';
import type { RawRecord } from '../src/codec/raw-record.js';
import { authenticate, CommandSenders } from '../src/pipeline/authenticate.js';
import { deadLetter } from '../src/pipeline/dead-letter.js';
import { pipeline, type Delivery } from '../src/pipeline/delivery.js';
import type { OutgoingBytes, OutgoingRecord } from '../src/ports/event-publisher.js';

const secrets: Readonly<Record<string, readonly string[]>> = {
  'scim-gateway': ['secret-of-scim', 'next-secret-of-scim'],
  'workspace-gateway': ['secret-of-workspace'],
  'ops-cli.ann': ['secret-of-ann'],
  'ops-cli': ['secret-of-ops'],
  'team-service': ['secret-of-teams'],
};
const secretsOf = (caller: string) => secrets[caller] ?? [];
const refusing = new CommandSenders({ secretsOf }, 'refuse');

interface Sent {
  /** Undefined where nobody signs. */
  readonly caller?: string;
  readonly secret?: string;
  readonly source?: string;
  readonly actor?: Actor;
  readonly replyTo?: string;
  readonly dryRun?: true;
  readonly id?: string;
}

function command(definition: Pick<CommandDefinition, 'type' | 'example'>, sent: Sent = {}): RawRecord {
  const {
    caller,
    secret = secretsOf(caller ?? '')[0] ?? '',
    source = caller ?? 'scim-gateway',
    actor,
    replyTo,
    dryRun,
    id = uuidv7(),
  } = sent;
  const payload = { ...definition.example, ...(actor ? { actor } : {}) };
  const { accountId } = payload as { readonly accountId?: string };
  const envelope = { id, type: definition.type, source, subject: 'x', accountId: accountId ?? '', correlationId: id };
  const more = { ...(replyTo === undefined ? {} : { replyTo }), ...(dryRun ? { dryRun } : {}) };
  const plain = encodeMessage({ ...envelope, ...more }, payload);
  const record = caller === undefined ? plain : new CommandSigner(caller, secret).signed(plain);
  return {
    ...record,
    partition: 0,
    offset: '0',
    time: new Date(),
    key: Buffer.from(record.key),
    rawHeaders: record.headers,
    value: Buffer.from(record.value ?? ''),
  };
}

const problemOf = (raw: RawRecord, senders = refusing) => senders.problemOf(raw, decodeMessage(raw));
const { create } = UserCommands;
const directory = { caller: 'scim-gateway' };
const token: Actor = { kind: 'directory', id: uuidv7() };
const admin: Actor = { kind: 'admin', id: uuidv7() };
const operator = (id: string): Actor => ({ kind: 'operator', id });

describe('a signed command', () => {
  test('is handled where its sender may send it', () => {
    expect(problemOf(command(create, directory))).toBeUndefined();
    expect(problemOf(command(WorkspaceUserCommands.edit, { caller: 'workspace-gateway' }))).toBeUndefined();
  });

  test('is known by either secret of its sender', () => {
    expect(problemOf(command(create, { ...directory, secret: 'next-secret-of-scim' }))).toBeUndefined();
  });

  test.each<[string, Sent, Pick<CommandDefinition, 'type' | 'example'>, RegExp]>([
    ['by a secret that is not its own', { ...directory, secret: 'secret-of-workspace' }, create, /signature is not/],
    ['by a stranger', { caller: 'stranger', secret: 'x' }, create, /signature is not good/],
    ['by a service', { caller: 'team-service' }, create, /team-service may not send/],
    ['with the source of somebody else', { ...directory, source: 'workspace-gateway' }, create, /source is not its/],
    ['of another part', { ...directory, actor: token }, AccountCommands.changeSettings, /may not send account\.change/],
    ['made by hand, by the directory', { ...directory, actor: admin }, WorkspaceUserCommands.edit, /may not send/],
    ['in the name of an admin', { ...directory, actor: admin }, create, /may not speak for this actor/],
    ['in the name of an operator', { ...directory, actor: operator('ann') }, create, /may not speak for this actor/],
  ])('is refused where it is %s', (_, sent, definition, problem) => {
    expect(problemOf(command(definition, sent))).toMatch(problem);
  });

  test.each<[string, (raw: RawRecord) => RawRecord]>([
    ['its payload', (raw) => ({ ...raw, value: Buffer.from(String(raw.value).replace('Ann', 'Bob')) })],
    ['its key', (raw) => ({ ...raw, key: Buffer.from(uuidv7()) })],
    ['its id', (raw) => ({ ...raw, headers: { ...raw.headers, ce_id: uuidv7() } })],
    ['its signature', (raw) => ({ ...raw, headers: { ...raw.headers, [signatureHeader]: '' } })],
    ['its correlation', (raw) => ({ ...raw, headers: { ...raw.headers, ce_correlationid: uuidv7() } })],
  ])('is refused where somebody changed %s', (_, change) => {
    expect(problemOf(change(command(create, directory)))).toBe('its signature is not good');
  });

  test('loses its signature by its signature header alone', () => {
    const raw = command(create, directory);
    expect(problemOf({ ...raw, headers: { ...raw.headers, [signatureHeader]: undefined } })).toMatch(/in part only/);
  });

  test('says by its proof whether it is a dry run: nobody can make a write of one, nor one of a write', () => {
    const [asking, writing] = [command(create, { ...directory, dryRun: true }), command(create, directory)];
    expect([problemOf(asking), decodeMessage(asking).dryRun]).toEqual([undefined, true]);
    expect([problemOf(writing), decodeMessage(writing).dryRun]).toEqual([undefined, undefined]);
    const marked = (raw: RawRecord, rollcall_dryrun?: string) => ({
      ...raw,
      headers: { ...raw.headers, rollcall_dryrun },
    });
    expect(problemOf(marked(asking))).toBe('its signature is not good');
    expect(problemOf(marked(writing, 'true'))).toBe('its signature is not good');
  });

  test('that is a dry run is refused by a release that knows of none: it would carry it out', () => {
    const raw = command(create, { ...directory, dryRun: true });
    const { [signatureHeader]: signature = '', rollcall_dryrun: _, ...headers } = raw.headers; // what it reads, and signs
    const parts = { topic: raw.topic, key: String(raw.key), headers, value: raw.value ?? '' };
    expect(isSignedBy(parts, signature, signingKeyOf('secret-of-scim'))).toBe(false);
  });

  test('can be put back by an operator, without deadline and reply topic', () => {
    const raw = command(create, { ...directory, replyTo: 'rollcall.replies.scim-gateway.one' });
    expect(problemOf({ ...raw, headers: { ...raw.headers, rollcall_replyto: undefined } })).toBeUndefined();
  });
});

describe('an operator', () => {
  const edit = (caller: string, id: string) =>
    problemOf(command(WorkspaceUserCommands.edit, { caller, source: 'ops-cli', actor: operator(id) }));

  test('is who the credential says, with a label where one is wanted', () => {
    expect(edit('ops-cli.ann', 'ann')).toBeUndefined();
    expect(edit('ops-cli.ann', 'ann/night shift')).toBeUndefined();
    expect(edit('ops-cli.ann', 'bob')).toBe('its operator is not its sender');
  });

  test('with the credential of the tool has no name beside the label', () => {
    expect(edit('ops-cli', 'ops-cli/ann')).toBeUndefined();
    expect(edit('ops-cli', 'ann')).toBe('its operator is not its sender');
  });
});

describe('a command that nobody signed', () => {
  test('is refused, or accepted while senders are updated', () => {
    expect(problemOf(command(create))).toBe('it is not signed');
    expect(problemOf(command(create), new CommandSenders({ secretsOf }, 'accept'))).toBeUndefined();
  });

  test('is no way around a wrong signature', () => {
    const accepting = new CommandSenders({ secretsOf }, 'accept');
    expect(problemOf(command(create, { ...directory, secret: 'x' }), accepting)).toMatch(/signature is not good/);
  });
});

describe('a command’s age', () => {
  const hour = 3_600_000;
  const at = (hoursAgo: number) => uuidv7({ msecs: Date.now() - hoursAgo * hour });
  const handledAs = (raw: RawRecord) => refusing.handledAs(raw, decodeMessage(raw), Date.now());
  /** As ops-cli puts it back. */
  function replayed(raw: RawRecord, replayId: string, by = new CommandSigner('ops-cli.ann', 'secret-of-ann')) {
    const parts = { topic: raw.topic, key: String(raw.key), headers: raw.headers };
    return { ...raw, headers: { ...raw.headers, ...by.replay(parts, replayId) } };
  }
  const old = () => command(create, { ...directory, id: at(72) });

  test('is told by its id: beyond what services remember of commands it is handled no more', () => {
    for (const id of [at(0), at(46)]) expect(handledAs(command(create, { ...directory, id }))).toBe(id);
    for (const id of [at(48), at(72), '01890a5d-ac96-474b-8cce-b302099a8057'])
      expect(handledAs(command(create, { ...directory, id }))).toBeUndefined();
    expect(problemOf(old())).toBeUndefined(); // its proof alone has no end
  });

  test('is younger where an operator has put it back, under an id that is remembered in its turn', () => {
    const replayId = at(0);
    expect(handledAs(replayed(old(), replayId))).toBe(replayId);
    const young = command(create, { ...directory, id: at(1) });
    expect(handledAs(replayed(young, replayId))).toBe(young.headers.ce_id);
    expect(handledAs(replayed(old(), at(48)))).toBeUndefined();
  });

  test.each<[string, (raw: RawRecord) => RawRecord]>([
    ['the sender itself says so', (raw) => replayed(raw, at(0), new CommandSigner('scim-gateway', 'secret-of-scim'))],
    [
      'an operator with another secret does',
      (raw) => replayed(raw, at(0), new CommandSigner('ops-cli.ann', 'guessed')),
    ],
    [
      'it was another command that was put back',
      (raw) => ({ ...raw, headers: { ...replayed(old(), at(0)).headers, ce_id: raw.headers.ce_id } }),
    ],
    [
      'the id is another one',
      (raw) => ({ ...replayed(raw, at(0)), headers: { ...replayed(raw, at(0)).headers, rollcall_replayid: at(0) } }),
    ],
  ])('stays where %s', (_, put) => {
    expect(handledAs(put(old()))).toBeUndefined();
  });
});

describe('a refused command', () => {
  const published: (OutgoingRecord | OutgoingBytes)[] = [];
  const logged: [string, Record<string, unknown> | undefined][] = [];
  const counted: string[] = [];
  const publisher = {
    publish: async (records: readonly (OutgoingRecord | OutgoingBytes)[]) => void published.push(...records),
  };
  const log = (text: string, fields?: Record<string, unknown>) => void logged.push([text, fields]);
  const logger = { error: log, warn: log, info: log, debug: log };
  const observer = { count: (what: string) => void counted.push(what), batch: () => undefined };
  const flow = { running: true, pause: () => undefined, resume: () => undefined };
  const handled: string[] = [];
  beforeEach(() => {
    for (const list of [published, logged, counted, handled]) list.length = 0;
  });

  async function handle(...raws: RawRecord[]): Promise<(Reply | undefined)[]> {
    const deliveries = raws.map((raw): Delivery => ({ raw, message: decodeMessage(raw) }));
    const policies = [deadLetter('specs', publisher, logger, observer, flow), authenticate(refusing, logger, observer)];
    await pipeline(
      policies,
      async (rest) => void handled.push(...rest.map(({ message }) => message?.id ?? '')),
    )(deliveries);
    return deliveries.map(({ reply }) => reply);
  }

  test('has no effect, is told to its caller, and to operators', async () => {
    const [good, forged] = [
      command(create, directory),
      command(WorkspaceUserCommands.edit, {
        ...directory,
        source: 'workspace-gateway',
        actor: admin,
        replyTo: 'rollcall.replies.scim-gateway.one',
      }),
    ];
    const replies = await handle(good, forged);
    expect(handled).toEqual([good.headers.ce_id]);
    const facts = { problem: 'its source is not its sender' };
    expect(replies[1]).toEqual({ ok: false, code: 'sender-not-allowed', facts });
    expect(counted).toEqual(['sender-not-allowed', 'refused']);
    expect(logged[0]).toEqual([
      'a command was refused: its sender is not proved, or may not send it',
      expect.objectContaining({ type: 'user.edit', source: 'workspace-gateway', reason: facts.problem }),
    ]);
    expect(published).toEqual([]);
  });

  test('that is too old has no effect, whoever signed it; put back by an operator it is handled under the new id', async () => {
    const id = uuidv7({ msecs: Date.now() - 72 * 3_600_000 });
    const again = command(create, { ...directory, id });
    await handle(again);
    expect([handled, counted]).toEqual([[], ['sender-not-allowed', 'dead-lettered']]);
    expect(published).toMatchObject([
      { headers: { rollcall_dead_reason: expect.stringMatching(/^it is older than/) as string } },
    ]);
    const parts = { topic: again.topic, key: String(again.key), headers: again.headers };
    const replayId = uuidv7();
    const more = new CommandSigner('ops-cli.ann', 'secret-of-ann').replay(parts, replayId);
    await handle({ ...again, headers: { ...again.headers, ...more } });
    expect(handled).toEqual([replayId]);
  });

  test('that waits for no reply is a dead letter with the reason', async () => {
    await handle(command(create));
    expect(handled).toEqual([]);
    expect(published).toMatchObject([{ headers: { rollcall_dead_reason: 'it is not signed' } }]);
  });
});
