import type { Texts } from '../en';
import { number, plural } from '../format';

export const rolesTexts: Texts['roles'] = {
  title: 'Rollen',
  about:
    'Eine eigene Rolle hat einen Namen, den Sie wählen, und die Rechte eines Benutzertyps. Das Verzeichnis kann ihre Kennung senden.',
  new: 'Neue Rolle',
  empty: 'Keine eigenen Rollen. Administrator, Mitglied, Betrachter und Gast gibt es immer.',
  list: 'Eigene Rollen',
  columns: {
    name: 'Name',
    basedOn: 'Rechte von',
    people: 'Personen',
    id: 'Kennung für das Verzeichnis',
    acts: 'Aktionen',
  },
  people: (count) => plural(count, { one: '1 Person', other: `${number(count)} Personen` }),
  nobody: 'niemand',
  copyId: (name) => `Kennung von ${name} kopieren`,
  copied: (provider) => `Kopiert. In ${provider} ist das ein Wert des Attributs userType.`,
  rename: 'Umbenennen',
  delete: 'Löschen',
  renameOf: (name) => `${name} umbenennen`,
  deleteOf: (name) => `${name} löschen`,
  renameTitle: (name) => `${name} umbenennen`,
  renameWhat: 'Die Kennung bleibt, das Verzeichnis muss also nichts ändern.',
  deleteTitle: (name) => `${name} löschen?`,
  deleteWhat:
    'Niemand hat diese Rolle. Ein Benutzertyp, den das Verzeichnis mit ihrer Kennung sendet, ist von da an unbekannt.',
  inUse: (count) =>
    plural(count, {
      one: '1 Person hat diese Rolle. Geben Sie ihr zuerst einen anderen Benutzertyp.',
      other: `${number(count)} Personen haben diese Rolle. Geben Sie ihnen zuerst einen anderen Benutzertyp.`,
    }),
  show: 'Anzeigen',
  newTitle: 'Eine neue Rolle',
  name: 'Name',
  basedOn: 'Rechte von',
  rights: {
    member: 'Sieht Personen, Rollen und Teams',
    viewer: 'Sieht Personen, Rollen und Teams',
    guest: 'Sieht nur das eigene Profil',
  },
  make: 'Rolle anlegen',
  made: (name) => `Die Rolle ${name} ist angelegt.`,
  renamed: (name) => `Die Rolle heißt jetzt ${name}.`,
  deleted: (name) => `Die Rolle ${name} ist gelöscht.`,
};
