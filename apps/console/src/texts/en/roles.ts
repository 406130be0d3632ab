import { number, plural } from '../format';

export const rolesTexts = {
  title: 'Roles',
  about:
    'A custom role has a name of yours and the rights of a user type. Admin, member, viewer and guest are always there.',
  new: 'New role',
  empty: 'No custom roles. Admin, member, viewer and guest are always there.',
  list: 'Custom roles',
  columns: { name: 'Name', basedOn: 'Rights of', people: 'People', id: 'Id for the directory', acts: 'Do' },
  people: (count: number) => plural(count, { one: '1 person', other: `${number(count)} people` }),
  nobody: 'nobody',
  copyId: (name: string) => `Copy the id of ${name}`,
  copied: (provider: string) => `Copied. In ${provider}, this is a value of the attribute userType.`,
  rename: 'Rename',
  delete: 'Delete',
  renameOf: (name: string) => `Rename ${name}`,
  deleteOf: (name: string) => `Delete ${name}`,
  renameTitle: (name: string) => `Rename ${name}`,
  renameWhat: 'Its id stays, so the directory needs no change.',
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteWhat: 'Nobody has it. A user type that the directory sends with its id is unknown from then on.',
  inUse: (count: number) =>
    plural(count, {
      one: '1 person has this role. Give them another user type first.',
      other: `${number(count)} people have this role. Give them another user type first.`,
    }),
  show: 'Show them',
  newTitle: 'A new role',
  name: 'Name',
  basedOn: 'Rights of',
  rights: {
    member: 'Sees people, roles and teams',
    viewer: 'Sees people, roles and teams',
    guest: 'Sees their own profile only',
  },
  make: 'Make the role',
  made: (name: string) => `The role ${name} is there.`,
  renamed: (name: string) => `The role is called ${name} now.`,
  deleted: (name: string) => `The role ${name} is deleted.`,
};
