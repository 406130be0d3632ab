import type { Texts } from '../en';
import { number, plural } from '../format';

const questions: Texts['settings']['questions'] = {
  emailCase: {
    title: 'Wenn der Identitätsanbieter eine E-Mail-Adresse mit Großbuchstaben sendet',
    values: {
      normalise: 'Annehmen und hier in kleinen Buchstaben verwenden',
      refuse: 'Ablehnen, mit einem Satz, der sagt, wie sie abzubilden ist',
    },
  },
  unknownUserType: {
    title: 'Wenn er einen Benutzertyp sendet, der hier nicht bekannt ist',
    values: {
      refuse: 'Ablehnen und die bekannten Typen aufzählen',
      fallback: 'Die Person mit dem Typ der nächsten Frage annehmen und warnen',
    },
  },
  fallbackUserType: {
    title: 'Der Typ von Personen, deren eigener Typ nicht bekannt ist',
    values: { viewer: 'Betrachter', member: 'Mitglied', guest: 'Gast' },
    about: 'Gilt nur, wo die Frage davor es sagt.',
  },
  passwordSync: {
    title: 'Wenn er ein Passwort sendet',
    values: {
      on: 'Annehmen: Personen melden sich hier mit dem Passwort des Verzeichnisses an',
      off: 'Weglassen: Passwörter werden nur hier gesetzt',
    },
  },
  lastAdminGuard: {
    title: 'Wenn er den letzten aktiven Administrator inaktiv machen oder ihm das nehmen würde',
    values: {
      on: 'Ablehnen',
      off: 'Geschehen lassen. Dann kann Ihr Identitätsanbieter alle aus dieser Konsole aussperren',
    },
  },
  directoryAdmins: {
    title: 'Wenn er jemanden zum Administrator machen will',
    values: {
      allow: 'Geschehen lassen und es den Administratoren in einem Hinweis sagen',
      refuse: 'Ablehnen: Administratoren werden nur hier ernannt',
    },
  },
  externalId: {
    title: 'Was eine externalId bedeutet',
    values: {
      person: 'Sie kennzeichnet eine Person: Eine andere unter derselben Adresse kann jemand anderes sein',
      label: 'Sie wird aufbewahrt und zurückgegeben und entscheidet nichts: Zwei Personen können dieselbe haben',
    },
    about: 'Wählen Sie das zweite, wo Ihr Verzeichnis etwas sendet, das nicht eindeutig ist oder wieder vergeben wird.',
  },
  directoryScope: {
    title: 'Wenn er nach allen fragt',
    values: {
      managed: 'Ihm nur die Personen und Teams zeigen, die er pflegt',
      all: 'Ihm auch die des Arbeitsbereichs zeigen',
    },
  },
  teamTakeover: {
    title: 'Wenn er eine Gruppe mit dem Namen eines Teams sendet',
    values: {
      replace: 'Das Team übernehmen lassen: Seine Mitglieder werden ersetzt',
      refuse: 'Ablehnen',
      review: 'Erst einen Administrator fragen, der sieht, wer Zugang bekäme und verlöre',
    },
  },
  unknownMembers: {
    title: 'Wenn eine Gruppe Mitglieder hat, die nicht hier sind',
    values: {
      refuse: 'Die Änderung ablehnen und sie nennen',
      skip: 'Sie weglassen, den Rest anwenden und warnen',
    },
  },
  manualChanges: {
    title: 'Wenn jemand ein Team ändert, das der Identitätsanbieter pflegt',
    values: {
      evict: 'Geschehen lassen und innerhalb einer Sekunde berichtigen',
      refuse: 'Sofort ablehnen',
    },
  },
  eraseReleasedAfterDays: {
    title: 'Was von Personen bekannt ist, die der Identitätsanbieter gelöscht hat',
    values: { never: 'Aufbewahren, bis jemand es von Hand löscht' },
    about: 'Gelöscht ist gelöscht: Niemand kann es zurückholen.',
  },
  deprovisionBrake: {
    title: 'Wenn er innerhalb von zehn Minuten viele Personen inaktiv macht',
    values: { off: 'Geschehen lassen: Es gibt keine Grenze' },
    about:
      'Eine Grenze liegt nie unter 20 Personen. Wer darüber liegt, bleibt aktiv, bis ein Administrator entscheidet.',
  },
  auditChangesDays: {
    title: 'Wie lange das Protokoll sagt, was geschehen ist',
    values: { longest: 'So lange, wie der Betreiber es aufbewahrt' },
    about: 'Ältere Einträge kann niemand zurückholen.',
  },
  auditReadsDays: {
    title: 'Wie lange das Protokoll sagt, wer nur etwas angesehen hat',
    values: { longest: 'So lange, wie der Betreiber es aufbewahrt' },
    about: 'Ältere Einträge kann niemand zurückholen.',
  },
};

/** A value that is a number, as a sentence. */
const numbers: Texts['settings']['numbers'] = {
  eraseReleasedAfterDays: (value) =>
    plural(value, { one: 'Einen Tag danach löschen', other: `${number(value)} Tage danach löschen` }),
  deprovisionBrake: (value) =>
    `Einen Administrator fragen, wenn es mehr als ${number(value)} % der Personen des Verzeichnisses sind`,
  auditChangesDays: (value) => `${number(value)} Tage, und nie länger als der Betreiber`,
  auditReadsDays: (value) => `${number(value)} Tage, und nie länger als der Betreiber`,
};

export const settings: Texts['settings'] = {
  about: 'Was mit dem geschieht, was Ihr Identitätsanbieter sendet. Eine Änderung gilt für das, was danach kommt.',
  questions,
  numbers,
  numberChoices: {
    eraseReleasedAfterDays: { choice: 'So viele Tage danach löschen', field: 'Tage' },
    deprovisionBrake: {
      choice: 'Einen Administrator fragen, wenn es mehr sind als so viel Prozent',
      field: 'Prozent der Personen des Verzeichnisses',
    },
    auditChangesDays: { choice: 'So viele Tage', field: 'Tage des Protokolls' },
    auditReadsDays: { choice: 'So viele Tage', field: 'Tage des Protokolls der Abfragen' },
  },
  otherNumber: { choice: 'Eine Zahl', field: 'Zahl' },
  between: (from, to) => `Eine ganze Zahl von ${number(from)} bis ${number(to)}`,
  isDefault: '(Vorgabe)',
  role: (name) => `Die Rolle ${name}`,
  people: 'Personen',
  teams: 'Teams',
  safety: 'Gehen und vergessen werden',
  others: 'Weiteres',
  lastChange: 'Zuletzt geändert',
  changedBy: (name) => `von ${name}`,
  bar: {
    label: 'Änderungen, die noch nicht gespeichert sind',
    count: (count) =>
      plural(count, {
        one: 'Eine Änderung ist noch nicht gespeichert.',
        other: `${number(count)} Änderungen sind noch nicht gespeichert.`,
      }),
    from: (former) => `jetzt: ${former}`,
    save: 'Speichern…',
    discard: 'Verwerfen',
    incomplete: 'Eine Zahl fehlt oder passt nicht.',
  },
  saving: {
    title: 'Diese Änderungen speichern?',
    erased: (count) =>
      count === 0
        ? 'Jetzt würde niemand gelöscht.'
        : plural(count, {
            one: 'Was von einer Person bekannt ist, die der Identitätsanbieter gelöscht hat, wird in Minuten für immer gelöscht. Niemand kann das zurückholen.',
            other: `Was von ${number(count)} Personen bekannt ist, die der Identitätsanbieter gelöscht hat, wird in Minuten für immer gelöscht. Niemand kann das zurückholen.`,
          }),
    guardOff:
      'Ihr Identitätsanbieter kann dann den letzten Administrator nehmen und alle aus dieser Konsole aussperren.',
    brakeOff:
      'Wer jetzt auf einen Administrator wartet, bleibt aktiv, bis ein Administrator entscheidet oder der Identitätsanbieter es wieder verlangt: Dann wird die Person sofort inaktiv.',
    logCut: 'Ältere Einträge des Protokolls sind sofort verborgen und werden in Minuten für immer gelöscht.',
    nothing: 'Für das, was schon hier ist, ändert sich nichts.',
    act: 'Speichern',
    done: 'Die Einstellungen sind gespeichert.',
  },
  conflict: {
    title: 'Jemand hat die Einstellungen inzwischen geändert',
    kept: 'Ihre Änderungen sind noch da. Was jetzt anders ist:',
    nothing: 'Ihre Änderungen sind noch da. Nichts, was hier gezeigt wird, ist anders.',
    row: (title, value) => `${title}: ${value}`,
    mine: 'Meine verwenden',
  },
};
