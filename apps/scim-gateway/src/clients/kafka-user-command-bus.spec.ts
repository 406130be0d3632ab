import { Refusal, type Reply } from '@rollcall/contracts';
import {
  type CommandAsker,
  CommandNotTaken,
  CommandOutcomeUnknown,
  CommandSender,
  leastMsForCommand,
} from '@rollcall/gateway-kit';
import { deadlineMarginMs, NotSent, OutcomeUnknown, WindowFull } from '@rollcall/messaging';
import { describe, expect, it } from 'vitest';
import type { Call } from '../http/request-context.js';
import { KafkaUserCommandBus } from './kafka-user-command-bus.js';

const call: Call = {
  accountId: '01890a5d-ac96-774b-bcce-b302099a8057',
  actor: { kind: 'directory', id: '01890a5d-ac96-774b-bcce-b302099a8059' },
  requestId: '01890a5d-ac96-774b-bcce-b302099a8061',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  leftMs: 9_000,
};
const command = { userId: '01890a5d-ac96-774b-bcce-b302099a8058', changes: [] };

/** A bus that gives every command the same answer. */
function busThat(answers: Reply | Error) {
  const asked: unknown[][] = [];
  const ask = (...args: unknown[]) => {
    asked.push(args);
    return answers instanceof Error ? Promise.reject(answers) : Promise.resolve(answers);
  };
  return { asked, bus: new KafkaUserCommandBus(new CommandSender({ ask: ask as CommandAsker['ask'] })) };
}

describe('commands over Kafka', () => {
  it('say who asks, under the id of the request, with the time that is left', async () => {
    const { asked, bus } = busThat({ ok: true, body: { id: 'x' } });
    expect(await bus.change(command, call)).toEqual({ id: 'x' });
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
    const { bus } = busThat({ ok: false, code: 'last-admin', facts: { action: 'demote' } });
    const refused = bus.release(command, call);
    await expect(refused).rejects.toBeInstanceOf(Refusal);
    await expect(refused).rejects.toMatchObject({ code: 'last-admin', facts: { action: 'demote' } });
  });

  it('are not sent where too little time is left to begin', async () => {
    expect(leastMsForCommand).toBe(deadlineMarginMs);
    const { asked, bus } = busThat({ ok: true, body: {} });
    await expect(bus.change(command, { ...call, leftMs: 2_000 })).rejects.toMatchObject({ reason: 'late' });
    expect(asked).toEqual([]);
  });

  it('say whether nothing happened or nobody knows', async () => {
    await expect(busThat(new WindowFull()).bus.change(command, call)).rejects.toMatchObject({ reason: 'busy' });
    await expect(busThat(new NotSent()).bus.change(command, call)).rejects.toBeInstanceOf(CommandNotTaken);
    await expect(busThat(new OutcomeUnknown('x')).bus.change(command, call)).rejects.toBeInstanceOf(
      CommandOutcomeUnknown,
    );
  });
});
