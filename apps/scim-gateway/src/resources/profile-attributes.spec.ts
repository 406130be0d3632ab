import { profileAttributes, profilePaths, type ProfileAttributes, type UserView } from '@rollcall/contracts';
import { readResource, userResourceSchema } from '@rollcall/scim';
import { describe, expect, it } from 'vitest';
import { userFromScim, userToScim } from './user-mapping.js';

type AttributeDefinition = (typeof userResourceSchema)['type']['schema']['attributes'][number];

/** What SCIM says of a user beside the profile. */
const outsideProfile = /^(userName|userType|active|password|groups|roles|enterprise\.manager\.\$ref)(\.|$)/;

const kinds = { string: 'text', reference: 'text', boolean: 'flag', complex: 'parts' } as const;

function pathsOf(attributes: readonly AttributeDefinition[], holder: string): (readonly [string, string])[] {
  return attributes.flatMap(({ name, type, multiValued, subAttributes = [] }) => {
    const path = `${holder}${name}`;
    const holds = multiValued ? 'elements' : kinds[type as keyof typeof kinds];
    return [[path, holds] as const, ...pathsOf(subAttributes, `${path}.`)];
  });
}

/** Every attribute with a value that tells it from the others. */
function everything(attributes: ProfileAttributes, holder: string): object {
  const entries = Object.entries(attributes).map(([name, attribute]) => {
    const path = `${holder}${name}`;
    if (attribute.holds === 'text') return [name, path];
    if (attribute.holds === 'flag') return [name, true];
    const parts = everything(attribute.parts, `${path}.`);
    return [name, attribute.holds === 'parts' ? parts : [parts]];
  });
  return Object.fromEntries(entries) as object;
}

describe('the attributes of a profile', () => {
  it('are the same in the contract and in the SCIM schema', () => {
    const { schema, schemaExtensions } = userResourceSchema.type;
    const enterprise = pathsOf(
      schemaExtensions.flatMap((extension) => extension.schema.attributes),
      'enterprise.',
    );
    const scim = [...pathsOf(schema.attributes, ''), ['enterprise', 'parts'] as const, ...enterprise];
    const ofProfile = scim.filter(([path]) => !outsideProfile.test(path));
    const contract = [...profilePaths].map(([path, { holds }]) => [path, holds] as const);
    expect(Object.fromEntries(ofProfile)).toEqual(Object.fromEntries(contract));
  });

  it('are all mapped, in both directions', () => {
    const profile = everything(profileAttributes, '');
    const view: UserView = {
      id: '01890a5d-ac96-774b-bcce-b302099a8058',
      accountId: '01890a5d-ac96-774b-bcce-b302099a8057',
      version: 3,
      userName: 'ann@example.com',
      userType: 'member',
      active: true,
      managedBy: 'directory',
      profile,
      createdAt: '2026-03-01T10:00:00.000Z',
      updatedAt: '2026-03-02T10:00:00.000Z',
    };
    const shown = JSON.parse(JSON.stringify(userToScim(view, 'https://scim.example.com/scim/v2'))) as object;
    expect(userFromScim(readResource(shown, userResourceSchema)).profile).toEqual(profile);
  });
});
