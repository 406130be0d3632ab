import { describe, expect, it } from 'vitest';
import { groupResourceSchema, userResourceSchema } from '../schemas/resource-schema.js';
import { Urns } from '../schemas/urns.js';
import { printFilter } from '../../test/print-filter.js';
import { readFilter } from './resolve-filter.js';

const read = (text: string) => printFilter(readFilter(text, userResourceSchema));

describe('a filter against a schema', () => {
  it.each([
    ['USERNAME eq "a"', 'userName eq "a"'],
    [`${Urns.user}:userName eq "a"`, 'userName eq "a"'],
    ['URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER:Name.FamilyName eq "a"', 'name.familyName eq "a"'],
    ['urn:scim:schemas:core:1.0:userName eq "a"', 'userName eq "a"'],
    [`${Urns.enterpriseUser.toUpperCase()}:DEPARTMENT eq "a"`, `${Urns.enterpriseUser}:department eq "a"`],
    ['urn:scim:schemas:extension:enterprise:1.0:department eq "a"', `${Urns.enterpriseUser}:department eq "a"`],
    ['emails co "a"', 'emails.value co "a"'],
    ['Emails[TYPE eq "work"]', 'emails[type eq "work"]'],
    ['emails[primary eq "True"]', 'emails[primary eq true]'],
    ['active eq "FALSE"', 'active eq false'],
    [`${Urns.enterpriseUser}:employeeNumber eq 701984`, `${Urns.enterpriseUser}:employeeNumber eq "701984"`],
    ['Manager pr', `${Urns.enterpriseUser}:manager pr`],
    ['manager.displayName eq "a"', `${Urns.enterpriseUser}:manager.displayName eq "a"`],
    ['externalId eq 123456789012345678', 'externalId eq "123456789012345678"'],
    ['name pr', 'name pr'],
    ['title eq null', 'title eq null'],
    ['name eq null', 'name eq null'],
    ['id eq "x" or externalId eq "y"', 'id eq "x" or externalId eq "y"'],
    ['meta.created ge "2026-01-01T00:00:00Z"', 'meta.created ge "2026-01-01T00:00:00Z"'],
  ])('the filter %s is resolved to %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    ['shoeSize eq 46', '"shoeSize", which is no attribute'],
    ['name.nickName eq "a"', '"name.nickName"'],
    ['urn:example:1.0:User:userName eq "a"', 'urn:example:1.0:User:userName'],
    ['emails[size eq "a"]', '"size"'],
    ['userName[value eq "a"]', 'takes no brackets'],
    ['name eq "Ann"', 'compare one of them, such as name.formatted'],
    ['active gt true', 'eq or ne'],
    ['active co "t"', 'eq or ne'],
    ['active eq "yes"', 'true or false'],
    ['active eq 1', 'true or false'],
    ['userName eq true', 'a text in double quotes'],
    ['userName gt null', 'eq or ne with null'],
    ['meta.created gt "yesterday"', 'date and time'],
    ['password sw "a"', 'never told'],
    ['password pr', 'never told'],
    ['roles.value eq "admin"', 'roles is never told'],
    ['roles[value eq "admin"]', 'roles is never told'],
    ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref pr', 'never told'],
  ])('the filter %s is refused', (text, detail) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({
        status: 400,
        scimType: 'invalidFilter',
        detail: expect.stringContaining(detail),
      }) as Error,
    );
  });

  it('knows the attributes of groups', () => {
    expect(printFilter(readFilter('MEMBERS[Value eq "u1"] and displayname eq "Design"', groupResourceSchema))).toBe(
      'members[value eq "u1"] and displayName eq "Design"',
    );
  });
});
