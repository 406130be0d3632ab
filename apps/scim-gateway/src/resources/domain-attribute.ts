import { Urns, type AttributePath } from '@rollcall/scim';

/** Attributes of the resource that the domain calls otherwise. */
const otherNames: Readonly<Record<string, string>> = {
  'meta.created': 'createdAt',
  'meta.lastModified': 'updatedAt',
};

/** An attribute of the User in the domain's words: `enterprise.department`, `name.givenName`, `createdAt`. */
export function domainAttribute({ schema, attribute, subAttribute }: AttributePath): string {
  const name = subAttribute === undefined ? attribute : `${attribute}.${subAttribute}`;
  if (schema === Urns.enterpriseUser) return `enterprise.${name}`;
  return otherNames[name] ?? name;
}
