import type { MemberPage, UserBrief } from '@rollcall/contracts';
import { DryRun } from '@rollcall/gateway-kit';
import { describe, expect, it } from 'vitest';
import type { Call } from '../http/request-context.js';
import { MembersAfter, membersAfter, type SaidOfMembers } from './members-after.js';

const add = (...userIds: string[]) => ({ change: 'add-members', userIds }) as const;
const remove = (...userIds: string[]) => ({ change: 'remove-members', userIds }) as const;
const replace = (...userIds: string[]) => ({ change: 'replace-members', userIds }) as const;
const rename = { change: 'rename', displayName: 'Design' } as const;

describe('the members after a write', () => {
  it('are what the steps make of those before, one after the other, in the order of ids', () => {
    expect(membersAfter(['c', 'a'], [rename])).toEqual(['a', 'c']);
    expect(membersAfter(['a'], [add('B', 'a'), remove('a')])).toEqual(['b']);
    expect(membersAfter(['a'], [remove('a'), replace('c', 'b'), add('d')])).toEqual(['b', 'c', 'd']);
    expect(membersAfter(['a'], [replace()])).toEqual([]);
  });

  async function all(said: SaidOfMembers, dryRun = new DryRun()): Promise<readonly string[]> {
    const present: Record<string, MemberPage> = { '': { userIds: ['a'], next: 'a' }, a: { userIds: ['b'] } };
    const services = {
      teams: { members: (_: string, after = '') => Promise.resolve(present[after]) },
      users: {
        briefs: (ids: readonly string[]) =>
          Promise.resolve(ids.flatMap((id) => (id === 'x' ? [] : [{ id } as UserBrief]))),
      },
    };
    const members = new MembersAfter(services as never, said, dryRun);
    const ids: string[] = [];
    for (let after: string | undefined, isLast = false; !isLast;) {
      const page = await members.members('team', after, {} as Call);
      ids.push(...page.userIds);
      after = page.next;
      isLast = after === undefined;
    }
    return ids;
  }

  it('are read page by page, before and after', async () => {
    const many = Array.from({ length: 2_500 }, (_, index) => `u${String(index).padStart(5, '0')}`);
    expect(await all({ steps: [add(...many)] })).toEqual(['a', 'b', ...many]);
    expect(await all({ steps: [], isNew: true })).toEqual([]);
  });

  it('are without those whom nobody knows, where such are left out', async () => {
    const skips = Object.assign(new DryRun(), {
      wouldChange: { changed: true, events: [], attributes: [], membersSkipped: { count: 1, ids: ['x'] } },
    });
    expect(await all({ steps: [replace('a', 'x')] }, skips)).toEqual(['a']);
  });
});
