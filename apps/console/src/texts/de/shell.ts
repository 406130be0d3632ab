import type { Texts } from '../en';
import { number, plural } from '../format';

export const shell: Texts['shell'] = {
  product: 'Rollcall',
  skip: 'Zur Seite springen',
  navigation: 'Seiten',
  more: 'Mehr',
  signOut: 'Abmelden',
  waitingForServer: 'Wartet auf den Server …',
  stillSignedIn: {
    title: 'Sie sind noch angemeldet',
    why: 'Das Abmelden ist fehlgeschlagen. Wer diesen Browser als Nächstes benutzt, könnte in Ihrem Namen weitermachen.',
  },
  waiting: (count) => plural(count, { one: '1 wartet', other: `${number(count)} warten` }),
  places: {
    provisioning: 'Bereitstellung',
    people: 'Personen',
    roles: 'Rollen',
    teams: 'Teams',
    takeovers: 'Übernahmen',
    reconciler: 'Abgleich',
    leavers: 'Abgänge',
    log: 'Protokoll',
    why: 'Warum?',
    settings: 'Einstellungen',
  },
  banner: {
    'no-token': 'Token erzeugen',
    'token-died': 'Was zu tun ist',
    'dead-token-used': 'Welches es ist',
    'token-ends-soon': 'Nachfolger erzeugen',
    paused: 'Zum Abgleich',
    'report-only': 'Zum Abgleich',
    contended: 'Wo das ist',
    'held-leavers': 'Wer es ist',
    'held-runs': 'Was angehalten ist',
    'takeovers-waiting': 'Ansehen',
    'audit-stream-failing': 'Wohin das Protokoll geht',
  },
  waits: {
    title: 'Wartet auf einen Administrator:',
    'held-leavers': (count) =>
      plural(count, {
        one: '1 Person würde inaktiv',
        other: `${number(count)} Personen würden inaktiv`,
      }),
    'held-runs': (count) =>
      plural(count, {
        one: 'viele Personen würden aus 1 Team genommen',
        other: `viele Personen würden aus ${number(count)} Teams genommen`,
      }),
    'takeovers-waiting': (count) =>
      plural(count, {
        one: '1 Gruppe würde ein Team übernehmen',
        other: `${number(count)} Gruppen würden Teams übernehmen`,
      }),
  },
  live: {
    starting: 'Die laufende Anzeige beginnt',
    live: 'Was Sie sehen, ist aktuell',
    interrupted: 'Die laufende Anzeige ist unterbrochen',
    since: (time) => `Die laufende Anzeige ist unterbrochen. Sie sehen den Stand von ${time}. Es wird weiter versucht.`,
    newer: 'Es gibt eine neuere Version dieser Konsole.',
    reload: 'Neu laden',
  },
  away: {
    unanswered: (parts) =>
      `Diese Teile antworten nicht: ${parts}. Was von ihnen zu sehen ist, galt, als es gelesen wurde, und lässt sich erst wieder ändern, wenn sie antworten.`,
    changes:
      'Im Moment lässt sich nichts ändern, weil der Server Änderungen nicht weitergeben kann. Er versucht es von selbst wieder.',
    parts: {
      people: 'Personen und Einstellungen',
      teams: 'Teams und der Abgleich',
      tokens: 'Token',
      log: 'das Protokoll',
    },
  },
  palette: {
    open: 'Zu einer Seite, Person, einem Team oder einer Kennung',
    title: 'Gehe zu',
    hint: 'Eine Seite, oder irgendeine Kennung oder E-Mail-Adresse',
    none: 'Nichts hat diesen Namen, diese Adresse oder diese Kennung.',
    looking: 'Wird gesucht…',
    search: (text) => `Personen mit „${text}“ suchen`,
    unanswered: (kinds) => `Nicht alles konnte gerade gefragt werden. Es kann eines davon sein: ${kinds}.`,
    kinds: {
      user: 'Person',
      team: 'Team',
      role: 'Rolle',
      token: 'Token',
      request: 'Anfrage',
      takeover: 'Übernahme',
    },
    ended: (kind) => `${kind}, nicht mehr vorhanden`,
  },
  keys: {
    title: 'Tasten',
    palette: 'Zu einer Seite oder einer Kennung',
    search: 'In einer Liste suchen',
    rows: 'Von Zeile zu Zeile, und eine öffnen',
    help: 'Diese Tasten',
    off: 'Einzelne Tasten können Sie in Ihrem Profil abschalten.',
  },
  confirm: {
    title: 'Bitte noch einmal Ihr Passwort',
    why: 'Damit könnte das Konto in fremde Hände gelangen. Bitte bestätigen Sie noch einmal, dass Sie es sind.',
    confirm: 'Bestätigen',
  },
  again: {
    title: 'Sie sind abgemeldet',
    why: 'Ihre Sitzung ist beendet. Was Sie auf dieser Seite eingegeben haben, ist noch da.',
    as: (userName) => `Melden Sie sich als ${userName} wieder an.`,
    other: 'Jemand anderes',
  },
  idle: {
    title: 'Sind Sie noch da?',
    soon: (minutes) =>
      plural(minutes, {
        one: 'In einer Minute werden Sie abgemeldet, weil hier eine Weile nichts geschehen ist.',
        other: `In ${number(minutes)} Minuten werden Sie abgemeldet, weil hier eine Weile nichts geschehen ist.`,
      }),
    stay: 'Angemeldet bleiben',
    ended:
      'Sie wurden abgemeldet, weil hier eine Weile nichts geschehen ist. Was Sie auf dieser Seite eingegeben haben, ist noch da.',
  },
  notFound: {
    title: 'Diese Seite gibt es nicht',
    why: 'Vielleicht ist die Adresse falsch geschrieben, oder die Seite ist nur für Administratoren.',
    home: 'Zur ersten Seite',
  },
  broken: { title: 'Diese Seite ist gescheitert', reload: 'Noch einmal laden' },
};
