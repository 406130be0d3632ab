import { Refusal, UserCommands, type Reply } from '@rollcall/contracts';
import { deadlineMarginMs, NotSent, OutcomeUnknown, WindowFull } from '@rollcall/messaging';
import { describe, expect, it } from 'vitest';
import {
  CommandNotTaken,
  CommandOutcomeUnknown,
  CommandSender,
  leastMsForCommand,
  type CommandAsker,
  type CommandCall,
} from './command-sender.js';

const call: CommandCall = {
  accountId: '01890a5d-ac96-774b-bcce-b302099a8057',
  actor: { kind: 'directory', id: '01890a5d-ac96-774b-bcce-b302099a8059' },
  requestId: '01890a5d-ac96-774b-bcce-b302099a8061',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  leftMs: 9_000,
};
const command = { userId: '01890a5d-ac96-774b-bcce-b302099a8058', changes: [] };

/** A sender whose commands are all answered in one way. */
function senderThat(answers: Reply | Error) {
  const asked: unknown[][] = [];
  const ask = (...args: unknown[]) => {
    asked.push(args);
    return answers instanceof Error ? Promise.reject(answers) : Promise.resolve(answers);
  };
  return { asked, sender: new CommandSender({ ask: ask as CommandAsker['ask'] }) };
}

describe('commands over Kafka', () => {
  it('say who asks, under the id of the request, with the time that is left', async () => {
    const { asked, sender } = senderThat({ ok: true, body: { id: 'x' } });
    expect(await sender.send(UserCommands.change, command, call)).toEqual({ id: 'x' });
    const [definition, payload, options] = asked[0] ?? [];
    expect(definition).toMatchObject({ type: 'user.change' });
    expect(payload).toEqual({ ...command, accountId: call.accountId, actor: call.actor });
    expect(options).toEqual({
      accountId: call.accountId,
      budgetMs: 9_000,
      commandId: call.requestId,
      traceparent: call.traceparent,
    });
  });

  it('reject with the refusal that came as reply', async () => {
    const { sender } = senderThat({ ok: false, code: 'last-admin', facts: { action: 'demote' } });
    const refused = sender.send(UserCommands.release, command, call);
    await expect(refused).rejects.toBeInstanceOf(Refusal);
    await expect(refused).rejects.toMatchObject({ code: 'last-admin', facts: { action: 'demote' } });
  });

  it('are not sent where too little time is left to begin', async () => {
    expect(leastMsForCommand).toBe(deadlineMarginMs);
    const { asked, sender } = senderThat({ ok: true, body: {} });
    await expect(sender.send(UserCommands.change, command, { ...call, leftMs: 2_000 })).rejects.toMatchObject({
      reason: 'late',
    });
    expect(asked).toEqual([]);
  });

  it('say whether nothing happened or nobody knows', async () => {
    await expect(senderThat(new WindowFull()).sender.send(UserCommands.change, command, call)).rejects.toMatchObject({
      reason: 'busy',
    });
    await expect(senderThat(new NotSent()).sender.send(UserCommands.change, command, call)).rejects.toBeInstanceOf(
      CommandNotTaken,
    );
    await expect(
      senderThat(new OutcomeUnknown('x')).sender.send(UserCommands.change, command, call),
    ).rejects.toBeInstanceOf(CommandOutcomeUnknown);
  });
});
