import type { Texts } from '../en';
import { number, plural } from '../format';

export const parts: Texts['parts'] = {
  cancel: 'Abbrechen',
  close: 'Schließen',
  save: 'Speichern',
  clear: 'Leeren',
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyFailed: 'Der Browser hat das Kopieren nicht erlaubt. Markieren Sie den Text und kopieren Sie ihn selbst.',
  copyId: (what) => `Kennung von ${what} kopieren`,
  loading: 'Wird geladen',
  reference: 'Kennzeichen',
  tryAgain: 'Noch einmal versuchen',
  tryAgainIn: (seconds) =>
    plural(seconds, {
      one: 'In 1 s noch einmal versuchen',
      other: `In ${number(seconds)} s noch einmal versuchen`,
    }),
  unreachable:
    'Der Server ist nicht erreichbar. Ob das, was Sie gerade getan haben, geschehen ist, ist nicht bekannt: Sehen Sie nach, bevor Sie es wiederholen.',
  unknownProblem: 'Etwas ist gescheitert, das nicht scheitern sollte. Das Kennzeichen führt dazu im Log des Servers.',
  brokenPage: 'Etwas auf dieser Seite ist gescheitert. Vielleicht hilft es, sie noch einmal zu laden.',
  outcomeUnknown: 'Ob es geschehen ist, ist noch nicht bekannt. Es wird nachgesehen…',
  secret: {
    once: 'Dies wird einmal gezeigt. Wer es hat, kann es benutzen. Legen Sie es dort ab, wo nur Sie und Ihr Identitätsanbieter oder Empfänger es lesen können.',
    show: (what) => `Anzeigen: ${what}`,
    hide: (what) => `Verbergen: ${what}`,
    copied: 'Kopiert. Es liegt jetzt in der Zwischenablage dieses Computers.',
    kept: 'Ich habe es sicher abgelegt',
  },
  chart: {
    table: 'Dasselbe als Tabelle',
    when: 'Wann',
    nothing: 'In dieser Zeit ist nichts geschehen.',
    bar: (when, counts) => `${when}: ${counts}`,
  },
  noVersion:
    'Das kam ohne seine Version (ETag) an. Es zu ändern könnte überschreiben, was andere tun. Etwas zwischen diesem Browser und dem Server nimmt sie weg.',
  changedMeanwhile: 'Jemand hat das inzwischen geändert. Ihre Eingabe ist noch da.',
  overtaken: 'Das hat sich geändert, seit Sie es geöffnet haben. Sehen Sie nach, was es jetzt bewirken würde.',
  lookAgain: 'Noch einmal nachsehen',
  behind: 'Diese Liste hat sich geändert, seit sie gelesen wurde.',
  beginAnew: 'Von Anfang an zeigen',
  showMore: 'Mehr anzeigen',
  old: (time) => `Dies konnte nicht neu gelesen werden. Sie sehen den Stand von ${time}.`,
};
