import { Urns, type AttributePath } from '@rollcall/scim';

/** Attributes that have another name in the domain. */
const otherNames: Readonly<Record<string, string>> = {
  'meta.created': 'createdAt',
  'meta.lastModified': 'updatedAt',
  'meta.version': 'version',
};

/** The domain's name of an attribute of the User: `enterprise.department`, `name.givenName`, `createdAt`. */
export function domainAttribute({ schema, attribute, subAttribute }: AttributePath): string {
  const name = subAttribute === undefined ? attribute : `${attribute}.${subAttribute}`;
  if (schema === Urns.enterpriseUser) return `enterprise.${name}`;
  return otherNames[name] ?? name;
}
