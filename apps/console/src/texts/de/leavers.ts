import type { Texts } from '../en';
import { number, plural } from '../format';

const people = (count: number) => plural(count, { one: 'eine Person', other: `${number(count)} Personen` });
const peopleFirst = (count: number) => plural(count, { one: 'Eine Person', other: `${number(count)} Personen` });

export const leavers: Texts['leavers'] = {
  about:
    'Will der Identitätsanbieter innerhalb von zehn Minuten viele Personen inaktiv machen, bleibt hier aktiv, wer über Ihrer Grenze liegt, bis Sie entscheiden.',
  brakeOff: 'Es gibt keine Grenze: Wen der Identitätsanbieter inaktiv macht oder löscht, der ist hier sofort inaktiv.',
  brakeOn: (percent) =>
    `Die Grenze: Innerhalb von zehn Minuten kann der Identitätsanbieter ${percent} % seiner Personen inaktiv machen, oder 20, wenn das mehr sind. Wer darüber liegt, bleibt aktiv, bis ein Administrator entscheidet.`,
  toSettings: 'In den Einstellungen ändern',
  show: 'Anzeigen',
  states: {
    held: 'Wer wartet',
    declined: 'Wer bleiben soll',
    approved: 'Wer freigegeben ist und geht',
  },
  heldNow: (count) =>
    plural(count, {
      one: 'Eine Person ist noch aktiv und wartet auf Ihre Entscheidung.',
      other: `${number(count)} Personen sind noch aktiv und warten auf Ihre Entscheidung.`,
    }),
  othersToo: 'Bis Sie entscheiden, warten hier auch alle anderen, die der Identitätsanbieter inaktiv macht.',
  othersNot: 'Da es jetzt keine Grenze gibt, muss sonst niemand warten.',
  what: 'Sollen sie gehen, zum Beispiel weil eine Abteilung schließt? Geben Sie es frei: Sie werden sofort inaktiv. Ist es ein Versehen? Weisen Sie sie im Identitätsanbieter der App wieder zu; oder lehnen Sie es ab, und sie bleiben aktiv.',
  passes:
    'Ein Administrator hat alle freigegeben. So lange gilt keine Grenze, und auch wer sonst vom Identitätsanbieter inaktiv gemacht wird, ist sofort inaktiv: bis',
  empty: {
    held: 'Niemand wartet auf eine Entscheidung.',
    declined: 'Für niemanden wurde es abgelehnt.',
    approved: 'Niemand wird gerade inaktiv.',
  },
  columns: {
    select: 'Wählen',
    name: 'Person',
    leaving: 'Was verlangt wurde',
    first: 'Zuerst verlangt',
    times: 'Wie oft',
    token: 'Mit dem Token',
    decided: 'Entschieden',
  },
  leaving: { inactive: 'inaktiv machen', release: 'löschen' },
  choose: (name) => `${name} wählen`,
  chosen: (count) => `${peopleFirst(count)} gewählt`,
  chooseAll: 'Alle wählen, die gezeigt werden',
  chooseNone: 'Niemanden wählen',
  approveAll: 'Alle freigeben',
  approve: (count) => `${peopleFirst(count)} freigeben`,
  declineAll: 'Alle ablehnen',
  decline: (count) => `Für ${people(count)} ablehnen`,
  tooMany: 'Höchstens 100 Personen können auf einmal gewählt werden.',
  approving: {
    title: (count) => `${peopleFirst(count)} gehen lassen?`,
    leave: (count) =>
      `${peopleFirst(count)} ${plural(count, { one: 'wird', other: 'werden' })} in Sekunden inaktiv: abgemeldet und nicht als Platz gezählt. Wen der Identitätsanbieter inaktiv gemacht hat, der bekommt alles zurück, wenn er wieder aktiv ist; wen er gelöscht hat, der verliert auch Passwort und Teams.`,
    passes: (time) =>
      `Bis ${time} gilt dann keine Grenze: Wen der Identitätsanbieter bis dahin sonst inaktiv macht, ist sofort inaktiv.`,
    type: (count) => `Geben Sie ${number(count)} ein, um sie gehen zu lassen`,
    act: 'Gehen lassen',
    done: (count) => `${peopleFirst(count)} ${plural(count, { one: 'wird', other: 'werden' })} in Sekunden inaktiv.`,
  },
  declining: {
    title: (count) => `${peopleFirst(count)} behalten?`,
    stay: (count) =>
      `${peopleFirst(count)} ${plural(count, { one: 'bleibt', other: 'bleiben' })} aktiv. Verlangt der Identitätsanbieter es wieder, bekommt er einen Fehler. Das endet, wenn er sie als aktiv sendet, zum Beispiel weil sie dort der App wieder zugewiesen wurden.`,
    act: 'Behalten',
    done: (count) => `${peopleFirst(count)} ${plural(count, { one: 'bleibt', other: 'bleiben' })} aktiv.`,
  },
};
