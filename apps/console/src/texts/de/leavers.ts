import type { Texts } from '../en';
import { number, plural } from '../format';

const people = (count: number) => plural(count, { one: 'eine Person', other: `${number(count)} Personen` });
const peopleFirst = (count: number) => plural(count, { one: 'Eine Person', other: `${number(count)} Personen` });

export const leavers: Texts['leavers'] = {
  about:
    'Will der Identitätsanbieter innerhalb von zehn Minuten mehr Personen als üblich inaktiv machen, bleiben weitere hier aktiv, bis ein Administrator es angesehen hat.',
  brakeOff: 'Die Bremse ist aus: Wen der Identitätsanbieter gehen lässt, der geht sofort.',
  brakeOn: (percent) =>
    `Sind innerhalb von zehn Minuten ${percent} % der Personen des Verzeichnisses, mindestens aber zwanzig, inaktiv geworden, werden weitere zurückgehalten.`,
  toSettings: 'In den Einstellungen ändern',
  show: 'Anzeigen',
  states: {
    held: 'Wer wartet',
    declined: 'Wer bleiben soll',
    approved: 'Wer freigegeben ist und geht',
  },
  heldNow: (count) =>
    `${peopleFirst(count)} ${plural(count, { one: 'wird', other: 'werden' })} zurückgehalten, ${plural(count, { one: 'ist', other: 'sind' })} aktiv und ${plural(count, { one: 'behält', other: 'behalten' })} alles. Bis Sie entscheiden, werden auch alle anderen zurückgehalten, die der Identitätsanbieter inaktiv macht.`,
  what: 'Stimmt es, zum Beispiel weil eine Abteilung geschlossen wurde? Dann geben Sie es frei. Ist es ein Versehen? Dann berichtigen Sie es im Identitätsanbieter, oder lehnen Sie es ab.',
  passes: 'Ein Administrator hat es freigegeben. Niemand Neues wird zurückgehalten bis',
  empty: {
    held: 'Niemand wird zurückgehalten. Wen der Identitätsanbieter gehen lässt, der geht sofort, solange es wenige sind.',
    declined: 'Für niemanden wurde es abgelehnt.',
    approved: 'Niemand ist dabei zu gehen.',
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
    passes: (time) => `Andere, die der Identitätsanbieter gehen lässt, werden bis ${time} nicht zurückgehalten.`,
    type: (count) => `Geben Sie ${number(count)} ein, um sie gehen zu lassen`,
    act: 'Gehen lassen',
    done: (count) => `${peopleFirst(count)} ${plural(count, { one: 'wird', other: 'werden' })} in Sekunden inaktiv.`,
  },
  declining: {
    title: (count) => `${peopleFirst(count)} behalten?`,
    stay: (count) =>
      `${peopleFirst(count)} ${plural(count, { one: 'bleibt', other: 'bleiben' })} aktiv, und der Identitätsanbieter wird abgelehnt, wenn er es wieder verlangt. Das endet, sobald er sie als aktiv gesendet hat: Was er danach verlangt, zählt neu.`,
    act: 'Behalten',
    done: (count) => `${peopleFirst(count)} ${plural(count, { one: 'bleibt', other: 'bleiben' })}.`,
  },
};
