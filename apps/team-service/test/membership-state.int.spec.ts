import { describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { MembershipReadModel } from '../src/reconciliation/membership-read-model.js';
import { sharedWorld } from './support/shared-world.js';
import { team } from './support/team-world.js';

const world = await sharedWorld();
const states = new MembershipReadModel(world.dataSource, 'team-service');

function given() {
  const acme = world.of(world.users.newAccount());
  const { accountId } = acme;
  const stateOf = (teamId: string, userId: string, now = new Date()) =>
    states.stateOf({ accountId, teamId, userId }, now);
  return { acme, stateOf };
}

describe('how a person stands to a team', () => {
  it('is told with roster and membership, their origin, and what the service has heard of the person', async () => {
    const { acme, stateOf } = given();
    const [ann, bob] = [acme.join(), acme.join()];
    const crew = team(await acme.push('Crew', [ann])).id;
    expect(await stateOf(crew, ann)).toMatchObject({
      team: { id: crew, displayName: 'Crew', ownedBy: 'directory', version: 2 },
      rosterSize: 1,
      onRoster: true,
      membership: { userId: ann, source: 'directory', addedBy: { kind: 'directory' } },
      mode: 'enforce',
      userVersion: 1,
    });
    await acme.addByHand(crew, bob);
    const manual = await stateOf(crew, bob);
    expect(manual).toMatchObject({ onRoster: false, membership: { source: 'manual' } });
    expect(manual?.dirtySince).toBeDefined();
    await world.reconcile();
    const out = await stateOf(crew, bob);
    expect(out).toMatchObject({ onRoster: false, evictions: { count: 1 } });
    expect(out).not.toHaveProperty('membership');
  });

  it('tells of a deleted team by its last name, and of none where the account never had it', async () => {
    const { acme, stateOf } = given();
    const ann = acme.join();
    const crew = team(await acme.push('Crew', [ann])).id;
    await acme.delete(crew);
    const gone = await stateOf(crew, ann);
    expect(gone).toMatchObject({ team: { displayName: 'Crew' }, onRoster: false, rosterSize: 0 });
    expect(gone?.team.deletedAt).toBeDefined();
    expect(await given().stateOf(crew, ann)).toBeUndefined();
    expect(await stateOf(uuidv7(), ann)).toBeUndefined();
  });

  it('says which message about the person is parked', async () => {
    const { acme, stateOf } = given();
    const ann = acme.join();
    const crew = team(await acme.push('Crew', [ann])).id;
    await world.rows(
      `INSERT INTO parked_messages (consumer, message_key, account_id, message_id, reason, message)
       VALUES ('team-service', $1, $2, $3, 'fault', '{"type":"user.released"}')`,
      [ann, acme.accountId, uuidv7()],
    );
    expect(await stateOf(crew, ann)).toMatchObject({ parked: { type: 'user.released' } });
    expect(await stateOf(crew, acme.join())).not.toHaveProperty('parked');
  });
});
