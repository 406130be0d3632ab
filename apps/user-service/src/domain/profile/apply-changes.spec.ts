import type { UserChange } from '@rollcall/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aUser, refusalOf, set } from '../../../test/support/given.js';
import { applyChanges, type UserTree } from './apply-changes.js';
import { knownProfile } from './profile-shape.js';

const isWork = { is: 'equals', attribute: 'type', value: 'work' } as const;
const isHome = { is: 'equals', attribute: 'type', value: 'home' } as const;
const work = { value: 'ann@work.example', type: 'work', primary: true };
const home = { value: 'ann@home.example', type: 'home' };
const ann: UserTree = {
  userName: 'ann@example.com',
  title: 'Surveyor',
  name: { givenName: 'Ann', familyName: 'Lee' },
  emails: [work, home],
  enterprise: { department: 'Survey', manager: { value: '26', displayName: 'Kim' } },
};
const after = (...changes: UserChange[]) => applyChanges(ann, changes);

describe('set', () => {
  it('changes one attribute and leaves the others', () => {
    expect(after(set('title', 'Pilot'))).toEqual({ ...ann, title: 'Pilot' });
  });
  it('set reaches into structures', () => {
    expect(after(set('enterprise.manager.value', '27')).enterprise).toEqual({
      department: 'Survey',
      manager: { value: '27', displayName: 'Kim' },
    });
  });
  it('merges an object into a structure', () => {
    expect(after(set('name', { givenName: 'Anna' })).name).toEqual({ givenName: 'Anna', familyName: 'Lee' });
    expect(after(set('enterprise', { manager: { value: '27' } })).enterprise).toEqual({
      department: 'Survey',
      manager: { value: '27', displayName: 'Kim' },
    });
  });
  it('makes a structure that is missing', () => {
    expect(applyChanges({}, [set('enterprise.manager.value', '27')])).toEqual({
      enterprise: { manager: { value: '27' } },
    });
  });
  it('of nothing empties the attribute', () => {
    expect(after(set('title', null))).not.toHaveProperty('title');
    expect(after(set('name', null))).not.toHaveProperty('name');
  });
  it('puts a whole list in the place of the old one', () => {
    expect(after(set('emails', [home])).emails).toEqual([home]);
  });
  it('refuses a text where a structure or an element belongs', () => {
    for (const change of [set('name', 'Ann'), set('emails', ['ann@example.com'])])
      expect(refusalOf(() => after(change)).code).toBe('attribute-invalid');
  });
  it('never reaches what every object inherits', () => {
    const tree = after(set('__proto__.polluted', 'x'), set('constructor.prototype.polluted', 'x'));
    expect(Object.prototype).not.toHaveProperty('polluted');
    expect(knownProfile(tree)).toEqual(knownProfile(ann));
  });
});

describe('clear', () => {
  it.each([
    'title',
    'emails',
    'name',
    'enterprise',
    'enterprise.manager',
    'name.givenName',
    'nickName',
    'enterprise.manager.value.deeper',
  ])('empties %s, and is content where it is empty already', (attribute) => {
    const clear: UserChange = { change: 'clear', attribute };
    expect(after(clear)).toEqual(after(clear, clear));
  });
});

describe('add-values', () => {
  const add = (...value: object[]): UserChange => ({ change: 'add-values', attribute: 'emails', value });
  it('adds what is new', () => {
    expect(after(add({ value: 'c@example.com' })).emails).toEqual([work, home, { value: 'c@example.com' }]);
  });
  it('changes nothing where an element holds all that it says', () => {
    expect(after(add(home), add({ value: home.value })).emails).toEqual([work, home]);
  });
  it('makes a new primary element the only one', () => {
    const more = { value: 'c@example.com', primary: true };
    expect(after(add(more)).emails).toEqual([{ ...work, primary: false }, home, more]);
    expect(after(add({ ...home, primary: true })).emails).toEqual([
      { ...work, primary: false },
      { ...home, primary: true },
    ]);
  });
  it('is refused for what is no list', () => {
    expect(refusalOf(() => after({ change: 'add-values', attribute: 'name', value: [{}] })).code).toBe(
      'attribute-invalid',
    );
  });
});

describe('change-values', () => {
  const change = (where: UserChange['where'], value: object): UserChange => ({
    change: 'change-values',
    attribute: 'emails',
    ...(where ? { where } : {}),
    value,
  });
  it('merges into the elements that fulfil the filter, whatever the case (RFC 7643 §2.4)', () => {
    expect(after(change({ ...isWork, value: 'WORK' }, { value: 'new@work.example' })).emails).toEqual([
      { ...work, value: 'new@work.example' },
      home,
    ]);
  });
  it('makes the element that Entra expects where none fulfils it', () => {
    const where = {
      is: 'and',
      of: [
        { ...isWork, value: 'other' },
        { is: 'equals', attribute: 'primary', value: 'True' },
      ],
    } as const;
    expect(after(change(where, { value: 'o@example.com' })).emails).toEqual([
      { ...work, primary: false },
      home,
      { type: 'other', primary: true, value: 'o@example.com' },
    ]);
  });
  it('makes none where only those that are there are meant (RFC 7644 §3.5.2.3)', () => {
    const change: UserChange = {
      change: 'change-values',
      attribute: 'emails',
      where: { is: 'equals', attribute: 'type', value: 'pager' },
      value: { value: 'x@example.com' },
      existingOnly: true,
    };
    expect(() => applyChanges({ emails: [{ value: 'a@example.com', type: 'work' }] }, [change])).toThrow(
      expect.objectContaining({ code: 'no-target' }) as Error,
    );
  });

  it('changes every element where there is no filter', () => {
    expect(after(change(undefined, { display: 'Ann' })).emails).toEqual([
      { ...work, display: 'Ann' },
      { ...home, display: 'Ann' },
    ]);
  });
  it('of several to the primary one makes one the primary one', () => {
    const two: UserTree = { emails: [home, { ...home, value: 'second@home.example' }, work] };
    const { emails } = applyChanges(two, [change(isHome, { primary: true })]);
    expect((emails as { primary?: boolean }[]).map(({ primary }) => primary)).toEqual([true, false, false]);
  });
  it('makes an element without what the filter wants to be absent', () => {
    const where = { is: 'equals', attribute: 'primary', value: null } as const;
    const made = applyChanges({}, [change(where, { value: 'x' })]);
    expect(made).toEqual({ emails: [{ value: 'x' }] });
  });
  it('is refused where nothing fulfils a filter from which no element can be made', () => {
    const where = { is: 'starts-with', attribute: 'value', value: 'zz' } as const;
    expect(refusalOf(() => after(change(where, { value: 'x' }))).code).toBe('no-target');
  });
});

describe('remove-values', () => {
  it('removes the elements that fulfil the filter, and no others', () => {
    expect(after({ change: 'remove-values', attribute: 'emails', where: isWork }).emails).toEqual([home]);
  });
  it('removes only a part of them where one is named', () => {
    const change = { change: 'remove-values', attribute: 'emails', where: isWork, subAttribute: 'primary' } as const;
    expect(after(change).emails).toEqual([{ value: work.value, type: 'work' }, home]);
  });
  it('removes an element with the last that it holds, so that the next change does not find it', () => {
    const emails = [{ display: 'Ann' }, home];
    const where = { is: 'equals', attribute: 'display', value: 'Ann' } as const;
    const remove: UserChange = { change: 'remove-values', attribute: 'emails', where, subAttribute: 'display' };
    const rename: UserChange = { change: 'change-values', attribute: 'emails', value: { display: 'A' } };
    expect(applyChanges({ emails }, [remove, rename])).toEqual({ emails: [{ ...home, display: 'A' }] });
  });
  it('changes nothing where nothing fulfils the filter', () => {
    const where = { ...isWork, value: 'other' };
    expect(after({ change: 'remove-values', attribute: 'emails', where })).toEqual(ann);
  });
});

const text = fc.constantFrom('a', 'b', 'c@example.com', '');
const type = fc.constantFrom('work', 'home', 'mobile');
const element = fc.record({ value: text, type, display: text, primary: fc.boolean() }, { requiredKeys: ['value'] });
const list = fc.constantFrom('emails', 'phoneNumbers');
const where = fc.oneof(
  fc.record({ is: fc.constant('equals' as const), attribute: fc.constant('type'), value: type }),
  fc.record({
    is: fc.constant('equals' as const),
    attribute: fc.constant('primary'),
    value: fc.constantFrom(true, 'True'),
  }),
);
const single = fc.constantFrom(
  'title',
  'nickName',
  'name.givenName',
  'name.familyName',
  'enterprise.department',
  'enterprise.manager.value',
);
const anyChange: fc.Arbitrary<UserChange> = fc.oneof(
  fc.record({ change: fc.constant('set' as const), attribute: single, value: text }),
  fc.record({ change: fc.constant('set' as const), attribute: list, value: fc.array(element, { maxLength: 3 }) }),
  fc.record({ change: fc.constant('clear' as const), attribute: fc.oneof(single, list) }),
  fc.record({
    change: fc.constant('add-values' as const),
    attribute: list,
    value: fc.array(element, { maxLength: 3 }),
  }),
  fc.record({
    change: fc.constant('change-values' as const),
    attribute: list,
    where,
    value: fc.record({ value: text }),
  }),
  fc.record({ change: fc.constant('remove-values' as const), attribute: list, where }),
);
const anyTree = fc.record({
  userName: fc.constant('ann@example.com'),
  title: text,
  name: fc.record({ givenName: text, familyName: text }),
  emails: fc.array(element, { maxLength: 3 }),
  phoneNumbers: fc.array(element, { maxLength: 3 }),
});

describe('changes of any kind', () => {
  it('lose nothing that they do not name', () => {
    fc.assert(
      fc.property(anyTree, anyChange, (tree, change) => {
        const changed = applyChanges(tree, [change]);
        const root = change.attribute.split('.')[0] ?? '';
        for (const name of Object.keys(tree)) {
          if (name !== root) expect(changed[name]).toEqual((tree as UserTree)[name]);
        }
        for (const part of ['givenName', 'familyName'] as const) {
          if (root === 'name' && change.attribute !== `name.${part}`)
            expect((changed.name as UserTree | undefined)?.[part]).toEqual(tree.name[part]);
        }
      }),
    );
  });

  it('are said once when said twice', () => {
    fc.assert(
      fc.property(anyTree, anyChange, (tree, change) => {
        const once = applyChanges(tree, [change]);
        expect(applyChanges(once, [change])).toEqual(once);
      }),
    );
  });

  it('leave the tree that they were given as it is', () => {
    fc.assert(
      fc.property(anyTree, fc.array(anyChange, { maxLength: 5 }), (tree, changes) => {
        const before = structuredClone(tree);
        applyChanges(tree, changes);
        expect(tree).toEqual(before);
      }),
    );
  });

  it('one after the other are as all at once', () => {
    fc.assert(
      fc.property(anyTree, anyChange, anyChange, (tree, one, other) => {
        expect(applyChanges(applyChanges(tree, [one]), [other])).toEqual(applyChanges(tree, [one, other]));
      }),
    );
  });

  it('make at most one element primary, where there was at most one', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 6 }), (changes) => {
        const tree = applyChanges({ userName: 'ann@example.com' }, changes);
        for (const name of ['emails', 'phoneNumbers']) {
          const elements = (tree[name] ?? []) as { primary?: boolean }[];
          expect(elements.filter(({ primary }) => primary === true).length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('end in a profile of known attributes, whatever they bring', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (attribute, value) => {
        let tree: UserTree;
        try {
          tree = applyChanges({ ...aUser().profile }, [{ change: 'set', attribute, value }]);
          expect(knownProfile(knownProfile(tree))).toEqual(knownProfile(tree));
        } catch (error) {
          expect(error).toMatchObject({ code: 'attribute-invalid' });
        }
      }),
    );
  });
});
