/** Somebody of the company, as its identity provider knows them. */
export interface Colleague {
  readonly givenName: string;
  readonly familyName: string;
  readonly userName: string;
  readonly title: string;
  readonly department: Department;
}

const sizes = {
  Engineering: 24,
  Design: 8,
  Product: 7,
  Sales: 18,
  Marketing: 9,
  Support: 14,
  Finance: 6,
  'People and Culture': 5,
  Operations: 10,
  Research: 7,
} as const;
export type Department = keyof typeof sizes;
export const departments = Object.keys(sizes) as Department[];

const titles: Readonly<Record<Department, string>> = {
  Engineering: 'Software engineer',
  Design: 'Product designer',
  Product: 'Product manager',
  Sales: 'Account executive',
  Marketing: 'Campaign manager',
  Support: 'Support specialist',
  Finance: 'Accountant',
  'People and Culture': 'People partner',
  Operations: 'Logistics planner',
  Research: 'User researcher',
};

const given =
  'Amara Björn Chloé Dmitri Elif Farid Grace Hana Inês Jonas Kwame Lena Mei Nuala Óscar Priya Quentin Rosa Søren Tomás Ulrike Vikram Wanjiru Ximena Yusuf Zofia'.split(
    ' ',
  );
const family =
  'Adeyemi Brandt Conceição Dubois Eriksen Fischer García Haddad Ibrahim Jansen Kowalski Lindqvist Mensah Novák O’Neill Patel Quist Rossi Sato'.split(
    ' ',
  );
export const domain = 'harbourpine.example';

const plain = (text: string) =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('ø', 'o')
    .replaceAll(/[^a-z]/g, '');

/** Names of two lists whose lengths have no divisor in common: the first 494 differ. */
function colleague(n: number, department: Department): Colleague {
  const givenName = given[n % given.length] ?? '';
  const familyName = family[n % family.length] ?? '';
  const userName = `${plain(givenName)}.${plain(familyName)}@${domain}`;
  return { givenName, familyName, userName, title: titles[department], department };
}

/** Everybody whom the identity provider knows: always the same people. */
export function roster(): Colleague[] {
  let n = 0;
  return departments.flatMap((department) =>
    Array.from({ length: sizes[department] }, () => colleague(n++, department)),
  );
}

/** People for a season, who are let go together. */
export function seasonal(count: number): Colleague[] {
  return Array.from({ length: count }, (_, index) => ({
    ...colleague(200 + index, 'Operations'),
    title: 'Seasonal help',
  }));
}
