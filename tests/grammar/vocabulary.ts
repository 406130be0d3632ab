/** An attribute as `/Schemas` tells it (RFC 7643 §7). */
export interface Attribute {
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly mutability: string;
  readonly returned: string;
  readonly canonicalValues?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
}

/** One type of resources: where they are, and what they have. */
export interface ResourceType {
  readonly endpoint: '/Users' | '/Groups';
  readonly schema: string;
  readonly attributes: readonly Attribute[];
  /** The attributes of the extension by its URN. */
  readonly extension?: { readonly urn: string; readonly attributes: readonly Attribute[] };
}

/** What requests are made of: the schemas that the service shows, and what earlier answers have told. */
export interface Vocabulary {
  readonly user: ResourceType;
  readonly group: ResourceType;
  readonly known: Known;
}

/** Ids, texts and the like of what is there, so that requests find something; old ones stay, and find nothing. */
export interface Known {
  readonly users: string[];
  readonly groups: string[];
  readonly texts: string[];
  readonly cursors: { readonly path: string; readonly cursor: string }[];
  /** A number that no other caller has, for names. */
  readonly caller: number;
}

const urns = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  enterprise: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
};

/** Attributes of every resource, which no schema lists (RFC 7643 §3.1). */
const common: readonly Attribute[] = [
  simple('id', 'string', 'readOnly'),
  simple('externalId', 'string'),
  {
    ...simple('meta', 'complex', 'readOnly'),
    subAttributes: [
      ...['resourceType', 'location', 'version'].map((name) => simple(name, 'string', 'readOnly')),
      ...['created', 'lastModified'].map((name) => simple(name, 'dateTime', 'readOnly')),
    ],
  },
];

function simple(name: string, type: string, mutability = 'readWrite'): Attribute {
  return { name, type, multiValued: false, required: false, mutability, returned: 'default' };
}

/** @param schemas what GET /Schemas lists */
export function vocabularyOf(
  schemas: readonly { readonly id: string; readonly attributes: readonly Attribute[] }[],
  caller: number,
): Vocabulary {
  const of = (urn: string) => schemas.find(({ id }) => id === urn)?.attributes ?? [];
  return {
    user: {
      endpoint: '/Users',
      schema: urns.user,
      attributes: [...common, ...of(urns.user)],
      extension: { urn: urns.enterprise, attributes: of(urns.enterprise) },
    },
    group: { endpoint: '/Groups', schema: urns.group, attributes: [...common, ...of(urns.group)] },
    known: { users: [], groups: [], texts: ['ann', 'Crew'], cursors: [], caller },
  };
}
