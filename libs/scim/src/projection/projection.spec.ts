import { describe, expect, it } from 'vitest';
import { groupResourceSchema, userResourceSchema } from '../schemas/resource-schema.js';
import { Urns } from '../schemas/urns.js';
import { project, readProjection } from './projection.js';

const ann = {
  schemas: [Urns.user, Urns.enterpriseUser],
  id: 'u1',
  userName: 'ann@example.com',
  password: 'secret',
  name: { givenName: 'Ann', familyName: 'Lee' },
  emails: [{ value: 'ann@example.com', type: 'work' }, { type: 'home' }],
  [Urns.enterpriseUser]: { department: 'Design', costCenter: '7' },
  meta: { resourceType: 'User', version: 'W/"1"' },
};
const show = (of: Parameters<typeof readProjection>[0]) => project(ann, readProjection(of, userResourceSchema));
const always = { schemas: ann.schemas, id: 'u1' };

describe('an answer (RFC 7644 §3.9)', () => {
  it('shows everything by default, but never a password', () => {
    const { password: _, ...rest } = ann;
    expect(show({})).toEqual(rest);
    expect(show({ attributes: 'password' })).toEqual(always);
  });

  it.each<[string, object]>([
    ['userName', { userName: 'ann@example.com' }],
    ['USERNAME, name.GivenName', { userName: 'ann@example.com', name: { givenName: 'Ann' } }],
    [`${Urns.user}:userName`, { userName: 'ann@example.com' }],
    ['name,name.givenName', { name: ann.name }],
    ['name.givenName,name', { name: ann.name }],
    ['emails.value', { emails: [{ value: 'ann@example.com' }] }],
    ['emails.display', {}],
    [Urns.enterpriseUser, { [Urns.enterpriseUser]: ann[Urns.enterpriseUser] }],
    [Urns.user, { userName: ann.userName, name: ann.name, emails: ann.emails, meta: ann.meta }],
    [
      `${Urns.user.toUpperCase()},department`,
      {
        userName: ann.userName,
        name: ann.name,
        emails: ann.emails,
        meta: ann.meta,
        [Urns.enterpriseUser]: { department: 'Design' },
      },
    ],
    [`${Urns.enterpriseUser}:department`, { [Urns.enterpriseUser]: { department: 'Design' } }],
    ['department', { [Urns.enterpriseUser]: { department: 'Design' } }],
    ['shoeSize', {}],
    ['title', {}],
  ])('shows what attributes=%s asks for, with id and schemas', (attributes, expected) => {
    expect(show({ attributes })).toEqual({ ...always, ...expected });
  });

  it('shows nothing of an extension to a strict token that does not name it', () => {
    const strict = readProjection({ attributes: 'department' }, userResourceSchema, { leniency: 'none' });
    expect(project(ann, strict)).toEqual(always);
  });

  it('leaves out what excludedAttributes names, but not what is always returned', () => {
    const shown = show({
      excludedAttributes: ['id,emails,name.familyName', `${Urns.enterpriseUser}:costCenter`, 'meta'],
    });
    expect(shown).toEqual({
      ...always,
      userName: 'ann@example.com',
      name: { givenName: 'Ann' },
      [Urns.enterpriseUser]: { department: 'Design' },
    });
  });

  it('leaves out all that a schema has where excludedAttributes names it by its URN', () => {
    expect(show({ excludedAttributes: Urns.user })).toEqual({
      ...always,
      [Urns.enterpriseUser]: ann[Urns.enterpriseUser],
    });
  });

  it('follows attributes where both are asked for', () => {
    expect(show({ attributes: 'userName', excludedAttributes: 'userName' })).toEqual({
      ...always,
      userName: ann.userName,
    });
  });

  it('leaves the resource alone', () => {
    const before = JSON.stringify(ann);
    show({ attributes: 'name.givenName' });
    expect(JSON.stringify(ann)).toBe(before);
  });

  it('tells beforehand what need not be read at all (Entra: excludedAttributes=members)', () => {
    const without = readProjection({ excludedAttributes: 'members' }, groupResourceSchema);
    expect([without.wants('members'), without.wants('displayName')]).toEqual([false, true]);
    const part = readProjection({ attributes: 'members.value' }, groupResourceSchema);
    expect([part.wants('members'), part.wants('displayName'), part.wants('id')]).toEqual([true, false, true]);
    expect(readProjection({}, groupResourceSchema).wants('members')).toBe(true);
  });
});
