import { Refusal, TeamCommands, UserCommands, type Reply } from '@rollcall/contracts';
import { deadlineMarginMs, DuplicateRequest, NotSent, OutcomeUnknown, WindowFull } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import {
  CommandNotTaken,
  CommandOutcomeUnknown,
  CommandSender,
  leastMsForCommand,
  type CommandAsker,
  type CommandCall,
} from './command-sender.js';
import { DryRun } from '../http/dry-run.js';
import { RetryKey, RetryKeyReused } from './retry-key.js';

const { change } = UserCommands;
const call: CommandCall = {
  accountId: '01890a5d-ac96-774b-bcce-b302099a8057',
  actor: { kind: 'directory', id: '01890a5d-ac96-774b-bcce-b302099a8059' },
  requestId: '01890a5d-ac96-774b-bcce-b302099a8061',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  leftMs: 9_000,
};
const command = { userId: '01890a5d-ac96-774b-bcce-b302099a8058', changes: [] };

/** A sender whose commands get these answers in turn, and the last one from then on. */
function senderThat(...answers: (Reply | Error)[]) {
  const asked: unknown[][] = [];
  const ask = (...args: unknown[]) => {
    asked.push(args);
    const answer = answers[asked.length - 1] ?? answers.at(-1);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { asked, sender: new CommandSender({ ask: ask as CommandAsker['ask'] }) };
}

describe('commands', () => {
  it('say who asks, under the id of the request, with the time that is left', async () => {
    const { asked, sender } = senderThat({ ok: true, body: { id: 'x' } });
    expect(await sender.send(change, command, call)).toEqual({ id: 'x' });
    const [definition, payload, options] = asked[0] ?? [];
    expect(definition).toBe(change);
    expect(payload).toEqual({ ...command, accountId: call.accountId, actor: call.actor });
    expect(options).toEqual({
      accountId: call.accountId,
      budgetMs: expect.closeTo(9_000, -2) as number, // less what has passed since
      commandId: call.requestId,
      traceparent: call.traceparent,
    });
  });

  it('have an id of their own where they are not the first of their request, which all of them name', async () => {
    const { asked, sender } = senderThat({ ok: true, body: {} });
    const commandId = uuidv7();
    await sender.send(change, command, { ...call, commandId });
    expect(asked[0]?.[2]).toMatchObject({ commandId, correlationId: call.requestId });
  });

  it('reject with the refusal that came as reply', async () => {
    const { sender } = senderThat({ ok: false, code: 'last-admin', facts: { action: 'demote' } });
    const refused = sender.send(UserCommands.release, { userId: command.userId }, call);
    await expect(refused).rejects.toBeInstanceOf(Refusal);
    await expect(refused).rejects.toMatchObject({ code: 'last-admin', facts: { action: 'demote' } });
  });

  it('are not sent where too little time is left to begin', async () => {
    expect(leastMsForCommand).toBe(deadlineMarginMs);
    const { asked, sender } = senderThat({ ok: true, body: {} });
    await expect(sender.send(change, command, { ...call, leftMs: 2_000 })).rejects.toMatchObject({ reason: 'late' });
    expect(asked).toEqual([]);
  });

  it('say whether nothing happened or nobody knows', async () => {
    await expect(senderThat(new WindowFull()).sender.send(change, command, call)).rejects.toMatchObject({
      reason: 'busy',
    });
    await expect(senderThat(new NotSent()).sender.send(change, command, call)).rejects.toBeInstanceOf(CommandNotTaken);
    await expect(senderThat(new DuplicateRequest('x')).sender.send(change, command, call)).rejects.toMatchObject({
      reason: 'under-way',
    });
    await expect(senderThat(new OutcomeUnknown('x')).sender.send(change, command, call)).rejects.toBeInstanceOf(
      CommandOutcomeUnknown,
    );
  });

  it('that are needed before the request’s own have ids of their own, and the same cause', async () => {
    const { asked, sender } = senderThat({ ok: true, body: { id: 'x' } });
    await sender.sendBefore(change, command, call);
    expect(asked[0]?.[2]).not.toMatchObject({ commandId: call.requestId });
    expect(asked[0]?.[2]).toMatchObject({ accountId: call.accountId, traceparent: call.traceparent });
  });

  it('under a key begin anew only where they never began', async () => {
    const retryKey = RetryKey.of(uuidv7(), 'scope', command);
    const { asked, sender } = senderThat({ ok: false, code: 'expired', facts: {} }, { ok: true, body: { id: 'x' } });
    expect(await sender.send(change, command, { ...call, retryKey })).toEqual({ id: 'x' });
    const options = { correlationId: call.requestId, fingerprint: retryKey.fingerprint };
    expect(asked.map(([, , each]) => each)).toMatchObject([
      { ...options, commandId: retryKey.commandId(0) },
      { ...options, commandId: retryKey.commandId(1) },
    ]);
  });

  it('that would bring a released user back tell the teams of the release first, and begin anew with that', async () => {
    const release = { userId: command.userId, version: 7 };
    const { asked, sender } = senderThat(
      { ok: false, code: 'release-not-followed', facts: release },
      { ok: true, body: { id: release.userId } },
      { ok: true, body: { id: 'x' } },
    );
    expect(await sender.send(change, command, call)).toEqual({ id: 'x' });
    const { accountId, actor, requestId } = call;
    const of = { accountId, actor };
    expect(asked.map(([definition, payload]) => [definition, payload])).toEqual([
      [change, { ...command, ...of }],
      [TeamCommands.removeReleased, { ...release, ...of }],
      [change, { ...command, ...of, toldRelease: release }],
    ]);
    const ids = asked.map(([, , options]) => (options as { commandId: string }).commandId);
    expect(new Set(ids).size).toBe(3);
    expect(ids[0]).toBe(requestId);
    const cause = { correlationId: requestId };
    expect(asked.slice(1).map(([, , options]) => options)).toMatchObject([cause, cause]);
  });

  it('that would bring a released user back do nothing while the teams cannot be told', async () => {
    const refused = { ok: false, code: 'release-not-followed', facts: { userId: 'x', version: 7 } } as const;
    const { asked, sender } = senderThat(refused, new OutcomeUnknown('x'));
    await expect(sender.send(change, command, call)).rejects.toBeInstanceOf(CommandOutcomeUnknown);
    expect(asked).toHaveLength(2);
  });

  it('that would bring a released user back have, under a key, the same ids whenever they are repeated', async () => {
    const retryKey = RetryKey.of(uuidv7(), 'scope', command);
    const refused = { ok: false, code: 'release-not-followed', facts: { userId: 'x', version: 7 } } as const;
    const { asked, sender } = senderThat(refused, { ok: true, body: {} }, { ok: true, body: { id: 'x' } });
    expect(await sender.send(change, command, { ...call, retryKey })).toEqual({ id: 'x' });
    const ids = asked.map(([, , options]) => (options as { commandId: string }).commandId);
    expect([ids[0], ids[2]]).toEqual([retryKey.commandId(0), retryKey.commandId(1)]);
  });

  it('are not sent for ever for a user who is released again and again', async () => {
    const refused = { ok: false, code: 'release-not-followed', facts: { userId: 'x', version: 7 } } as const;
    const followed: Reply = { ok: true, body: {} };
    const { asked, sender } = senderThat(
      ...Array.from({ length: 100 }, (_, at) => (at % 2 === 0 ? refused : followed)),
    );
    await expect(sender.send(change, command, call)).rejects.toMatchObject({ code: 'release-not-followed' });
    expect(asked.length).toBeLessThan(30);
  });

  it('under a key that asked for something else get no answer of that', async () => {
    const { sender } = senderThat({ ok: true, body: { id: 'x' }, fingerprint: 'other' });
    const asking = sender.send(change, command, { ...call, retryKey: RetryKey.of(uuidv7(), 'scope', command) });
    await expect(asking).rejects.toBeInstanceOf(RetryKeyReused);
  });

  it('of a dry run say so, use no key, and tell what would change', async () => {
    const wouldChange = { changed: true, events: ['user.updated'], attributes: [] };
    const { asked, sender } = senderThat({ ok: true, body: { id: 'x' }, wouldChange });
    const dryRun = new DryRun();
    const retryKey = RetryKey.of(uuidv7(), 'scope', command);
    expect(await sender.send(change, command, { ...call, dryRun, retryKey })).toEqual({ id: 'x' });
    expect(asked[0]?.[2]).toMatchObject({ dryRun: true, commandId: call.requestId });
    expect(asked[0]?.[2]).not.toHaveProperty('fingerprint');
    expect(dryRun.wouldChange).toEqual(wouldChange);
    await sender.sendBefore(change, command, { ...call, dryRun });
    expect(asked[1]?.[2]).not.toHaveProperty('dryRun');
  });

  it('of a dry run that would bring a released user back tell nobody, and say what the write would', async () => {
    const release = { userId: command.userId, version: 7 };
    const wouldChange = { changed: true, outcome: 'restored', events: ['user.restored'], attributes: [] } as const;
    const { asked, sender } = senderThat(
      { ok: false, code: 'release-not-followed', facts: release },
      { ok: true, body: { id: 'x' }, wouldChange },
    );
    const dryRun = new DryRun();
    expect(await sender.send(change, command, { ...call, dryRun })).toEqual({ id: 'x' });
    expect(asked.map(([definition]) => definition)).toEqual([change, change]);
    expect(asked[1]?.[1]).toMatchObject({ toldRelease: release });
    expect(asked.map(([, , options]) => options)).toMatchObject([{ dryRun: true }, { dryRun: true }]);
    expect(dryRun.wouldChange).toEqual(wouldChange);
  });

  it('of a dry run without a reply have done nothing: that much is known', async () => {
    const asking = senderThat(new OutcomeUnknown('x')).sender.send(change, command, { ...call, dryRun: new DryRun() });
    await expect(asking).rejects.toMatchObject({ name: 'CommandNotTaken', reason: 'unavailable' });
  });

  it('of a dry run whose reply does not say what would change have perhaps been carried out: that is a fault', async () => {
    const { sender } = senderThat({ ok: true, body: { id: 'x' } });
    await expect(sender.send(change, command, { ...call, dryRun: new DryRun() })).rejects.toThrow('does not say');
  });
});
