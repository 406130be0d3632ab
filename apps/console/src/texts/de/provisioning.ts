import type { Texts } from '../en';
import { date, number, plural } from '../format';
import { checklist } from './checklist';

export const provisioning: Texts['provisioning'] = {
  about: 'Was Ihr Identitätsanbieter braucht, um Personen und Teams hier zu pflegen, und wie er es tut.',
  works: 'Die Bereitstellung funktioniert.',
  lastRequestFrom: (who) => `Die letzte Anfrage kam von ${who}`,
  ready: 'Bereit für Ihren Identitätsanbieter.',
  noRequest: 'Noch keine Anfrage ist gekommen.',
  connection: 'Verbindung',
  url: 'Basis-URL',
  noUrl:
    'Diese Installation sagt nicht, unter welcher Adresse Identitätsanbieter sie erreichen. Fragen Sie den Betreiber nach SCIM_PUBLIC_URL.',
  provider: 'Identitätsanbieter',
  providerUnknown: 'Nicht erkannt',
  providerNone: 'Noch keiner hat angefragt',
  lastRequest: 'Letzte Anfrage',
  lastRefusal: 'Letzte Ablehnung',
  neverRefused: 'Keine in den letzten 31 Tagen',
  never: 'Nie',
  notKnown: 'Gerade nicht bekannt',
  seeRequest: 'Anfrage ansehen',
  tokens: 'Token',
  noTokens: 'Noch kein Token. Niemand kann Personen bereitstellen, bis Sie eines erzeugen.',
  generate: 'Token erzeugen',
  columns: {
    name: 'Name',
    madeBy: 'Erzeugt von',
    ends: 'Endet',
    used: 'Zuletzt benutzt',
    day: 'Letzte 24 Stunden',
    state: 'Zustand',
    acts: 'Aktionen',
  },
  strict: 'streng',
  dayCount: (requests, refused) =>
    refused === 0 ? number(requests) : `${number(requests)}, ${number(refused)} abgelehnt`,
  state: {
    working: 'Funktioniert',
    expired: 'Abgelaufen',
    revoked: 'Widerrufen',
    'creator-deactivated': 'Erloschen',
    'creator-not-admin': 'Erloschen',
    'creator-released': 'Erloschen',
  },
  why: {
    'creator-deactivated':
      'Wer es erzeugt hat, wurde inaktiv gemacht. Ein Token gilt nur, solange das ein aktiver Administrator ist.',
    'creator-not-admin':
      'Wer es erzeugt hat, ist kein Administrator mehr. Ein Token gilt nur, solange das ein aktiver Administrator ist.',
    'creator-released':
      'Wer es erzeugt hat, wurde vom Identitätsanbieter gelöscht. Ein Token gilt nur, solange das ein aktiver Administrator ist.',
  },
  endsIn: (days, at) =>
    days < 1
      ? 'Endet innerhalb eines Tages. Erzeugen Sie jetzt den Nachfolger: Beide dürfen zugleich gelten.'
      : plural(days, {
          one: `Endet morgen (${date(at)}). Erzeugen Sie jetzt den Nachfolger: Beide dürfen zugleich gelten.`,
          other: `Endet in ${number(days)} Tagen (${date(at)}). Erzeugen Sie jetzt den Nachfolger: Beide dürfen zugleich gelten.`,
        }),
  showDead: (count) =>
    plural(count, {
      one: 'Eines anzeigen, das nicht mehr gilt',
      other: `${number(count)} anzeigen, die nicht mehr gelten`,
    }),
  replace: 'Ersetzen',
  replaceNamed: (name) => `${name} ersetzen`,
  revoke: 'Widerrufen',
  revokeNamed: (name) => `${name} widerrufen`,
  generating: {
    title: 'Ein Token erzeugen',
    replaceTitle: (name) => `„${name}“ ersetzen`,
    replaceAbout:
      'Zuerst wird ein zweites Token erzeugt. Beide gelten, bis Sie das alte widerrufen. So geht nichts verloren.',
    name: 'Name',
    nameHint: 'Wo Sie es eintragen, zum Beispiel „Okta“.',
    provider: 'Identitätsanbieter',
    noProvider: 'Wie seine Anfragen es sagen',
    ends: 'Es gilt',
    days90: '90 Tage',
    year1: 'Ein Jahr',
    years2: 'Zwei Jahre',
    until: 'Bis zu einem Tag meiner Wahl',
    day: 'Letzter Tag',
    dayHint: 'Höchstens zwei Jahre von jetzt an.',
    strict: 'Streng: Ablehnen, was nicht dem SCIM-Standard folgt (für alle, die einen Client schreiben)',
    generate: 'Erzeugen',
  },
  secret: {
    title: (name) => `Das Token „${name}“`,
    label: 'Token',
    where: 'Tragen Sie beides in Ihrem Identitätsanbieter ein.',
  },
  lost: {
    title: 'Das Geheimnis ging verloren',
    text: 'Das Token gibt es, aber die Antwort mit seinem Geheimnis ist nicht angekommen. Widerrufen Sie es und erzeugen Sie ein anderes.',
    act: 'Widerrufen und ein anderes erzeugen',
  },
  first: {
    waiting: (name) => `Warten auf die erste Anfrage mit „${name}“…`,
    waitingHint: 'Testen Sie die Verbindung in Ihrem Identitätsanbieter. Diese Seite merkt es von selbst.',
    works: (who) => `Es funktioniert: ${who} hat angefragt`,
    now: 'gerade eben',
    dead: (name) => `„${name}“ gilt nicht mehr.`,
    done: 'Fertig',
  },
  replacing: {
    title: (name) => `„${name}“ ersetzen`,
    made: 'Das neue Token ist erzeugt.',
    enter: 'Tragen Sie es in Ihrem Identitätsanbieter anstelle des alten ein und testen Sie dort die Verbindung.',
    revoke: (name) => `Widerrufen Sie dann das alte Token „${name}“.`,
    ready: (name) => `Das neue Token wird benutzt. Widerrufen Sie jetzt das alte, „${name}“.`,
    act: 'Altes Token widerrufen',
    done: 'Das alte Token ist widerrufen. Nichts ging verloren.',
  },
  revoking: {
    title: (name) => `„${name}“ widerrufen?`,
    used: (who, ago) => `Benutzt von ${who} ${ago}.`,
    stops: 'Widerrufen Sie es jetzt, steht die Bereitstellung still, bis dort ein anderes Token eingetragen ist.',
    others: (count) =>
      plural(count, {
        one: 'Ein anderes Token gilt weiter. Anfragen mit diesem werden von da an abgelehnt.',
        other: `${number(count)} andere Token gelten weiter. Anfragen mit diesem werden von da an abgelehnt.`,
      }),
    neverUsed: 'Es wurde nie benutzt. Anfragen mit ihm werden von da an abgelehnt.',
    last: 'Kein anderes Token gilt. Dann kann niemand Personen bereitstellen, bis Sie ein anderes erzeugen.',
    for: 'Das kann nicht rückgängig gemacht werden.',
    type: (name) => `Geben Sie ${name} ein, um es zu widerrufen`,
    act: 'Widerrufen',
    done: (name) => `„${name}“ ist widerrufen.`,
  },
  today: {
    title: 'Die letzten 24 Stunden',
    since: 'Es war zu viel, um alles zu zählen. Gezählt seit',
    requests: 'Anfragen',
    refused: 'Abgelehnt oder gescheitert',
    created: 'Angelegte Personen',
    changed: 'Geänderte Personen',
    deactivated: 'Inaktiv gemachte oder gelöschte Personen',
    evictions: 'Vom Abgleich aus Teams genommen',
    chart: 'Was geschehen ist, nach Stunden',
    outcomes: {
      done: 'Ausgeführt',
      refused: 'Abgelehnt',
      failed: 'Gescheitert',
      unknown: 'Ergebnis unbekannt',
      tried: 'Probeläufe',
    },
    noLog: 'Für Zahlen braucht es das Protokoll, das hier nicht installiert ist oder nicht antwortet.',
  },
  states: {
    refused: (count) =>
      plural(count, {
        one: 'Eine Anfrage mit ihm wurde in den letzten 24 Stunden abgelehnt. Sie wird nicht von selbst wiederholt.',
        other: `${number(count)} Anfragen mit ihm wurden in den letzten 24 Stunden abgelehnt. Sie werden nicht von selbst wiederholt.`,
      }),
  },
  checklist,
};
