import { describe, expect, it } from 'vitest';
import { actsFor, isLastAdmin, stateOf } from './person-state';

const ann = { id: 'ann', userType: 'member', active: true, released: false, managedBy: 'workspace' } as const;
const admin = { permissions: ['users.manage' as const], user: { id: 'ada' } };
const around = { me: admin, account: { activeAdmins: 2 }, verdict: undefined };

describe('stateOf', () => {
  it.each([
    [{ active: true, released: false }, 'active'],
    [{ active: false, released: false }, 'inactive'],
    [{ active: false, released: true }, 'released'],
  ] as const)('%o is %s', (person, name) => {
    expect(stateOf(person).name).toBe(name);
  });
});

describe('actsFor', () => {
  it('has nothing for who does not manage people', () => {
    expect(actsFor(ann, { ...around, me: { ...admin, permissions: ['users.read'] } })).toEqual([]);
  });

  it('of somebody kept here', () => {
    expect(actsFor(ann, around)).toEqual(['edit', 'type', 'link', 'endSessions', 'deactivate', 'handOver']);
    expect(actsFor({ ...ann, active: false }, around)).toEqual(['edit', 'type', 'activate', 'handOver', 'erase']);
  });

  it('of somebody of the directory, who is handed back and not over or erased', () => {
    const kept = { ...ann, managedBy: 'directory' as const };
    expect(actsFor(kept, around)).toContain('handBack');
    expect(actsFor({ ...kept, active: false }, around)).toEqual(['edit', 'type', 'activate', 'handBack']);
  });

  it('never makes active whom the directory made inactive', () => {
    const kept = { ...ann, active: false, managedBy: 'directory' as const };
    expect(actsFor(kept, { ...around, verdict: 'inactive-by-directory' })).not.toContain('activate');
  });

  it('of a released person only back, or gone', () => {
    expect(actsFor({ ...ann, active: false, released: true }, around)).toEqual(['activate', 'erase']);
  });

  it('leaves the last admin an admin', () => {
    const last = { ...around, account: { activeAdmins: 1 } };
    const ada = { ...ann, userType: 'admin' };
    expect(isLastAdmin(ada, last.account)).toBe(true);
    expect(actsFor(ada, last)).not.toContain('deactivate');
    expect(actsFor(ada, last)).not.toContain('type');
    expect(actsFor(ada, around)).toContain('deactivate');
  });

  it('leaves the sign-in of who has their own to them, and to admins like them', () => {
    const own = { ...ann, ownSignIn: true as const };
    expect(actsFor(own, around)).not.toContain('link');
    expect(actsFor(own, around)).not.toContain('handOver');
    expect(actsFor(own, { ...around, me: { ...admin, user: { id: 'ada', ownSignIn: true } } })).toContain('link');
    expect(actsFor(own, { ...around, me: { ...admin, user: { id: 'ann' } } })).toContain('link');
  });
});
