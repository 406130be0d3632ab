import type { Texts } from '../en';
import { number, plural } from '../format';

export const streams: Texts['streams'] = {
  title: 'Wohin das Protokoll gesendet wird',
  about:
    'Das Protokoll der Organisation kann laufend an ein System von Ihnen gehen: an einen Webhook oder an Syslog über TLS. Was sich nicht gleich senden lässt, wird aufbewahrt und später gesendet: Nichts wird ausgelassen.',
  none: 'Das Protokoll wird nirgendwohin gesendet. Programme können es mit einem Audit-Token lesen.',
  add: 'Empfänger hinzufügen',
  columns: { url: 'Adresse', what: 'Was gesendet wird', state: 'Zustand', acts: 'Aktionen' },
  logs: { changes: 'Änderungen', reads: 'Lesezugriffe' },
  formats: { rollcall: 'Rollcalls eigenes Format', ocsf: 'Ereignisse von OCSF 1.8' },
  states: { delivering: 'Sendet', behind: 'Im Rückstand', failing: 'Schlägt fehl', paused: 'Angehalten' },
  behind: (count) =>
    plural(count, {
      one: 'Ein Eintrag ist noch zu senden.',
      other: `${number(count)} Einträge sind noch zu senden.`,
    }),
  missed: (count) =>
    plural(count, {
      one: 'Ein Eintrag war nicht mehr aufbewahrt, als er an der Reihe war. Dem Empfänger wurde gesagt, welcher.',
      other: `${number(count)} Einträge waren nicht mehr aufbewahrt, als sie an der Reihe waren. Dem Empfänger wurde gesagt, welche.`,
    }),
  adding: {
    title: 'Das Protokoll an einen Empfänger senden',
    urlHint: 'https://… eines Webhooks, oder syslog+tls://host:port. Ohne Namen oder Passwort darin.',
    log: 'Welche Einträge',
    logs: { changes: 'Alle außer gelungenen Lesezugriffen', reads: 'Nur gelungene Lesezugriffe' },
    format: 'In welcher Form',
    from: 'Ab wann',
    starts: { now: 'Was ab jetzt geschieht', beginning: 'Alles, was aufbewahrt ist, das Älteste zuerst' },
    done: 'Der Empfänger ist hinzugefügt. Das Protokoll wird an ihn gesendet.',
  },
  ca: 'Zertifizierungsstelle (freiwillig)',
  caHint:
    'Wer das Zertifikat des Empfängers unterschreibt, als PEM: -----BEGIN CERTIFICATE-----. Nichts hier: die, denen alle vertrauen.',
  secret: 'Das Geheimnis des Empfängers',
  lost: 'Der Empfänger wurde hinzugefügt, aber die Antwort mit seinem Geheimnis ist nicht angekommen. Schließen Sie dies und geben Sie ihm ein neues Geheimnis.',
  managing: {
    title: 'Empfänger des Protokolls',
    urlHint: 'Nach einer Änderung geht es weiter, wo es war.',
    saved: 'Der Empfänger ist geändert.',
    pause: 'Anhalten',
    resume: 'Weiter senden',
    paused: 'Nichts wird gesendet, bis Sie es weitergehen lassen.',
    resumed: 'Es geht weiter, wo es war.',
  },
  removing: {
    title: 'Nichts mehr an ihn senden?',
    about: 'Das lässt sich nicht wieder aufnehmen: Ein neuer Empfänger beginnt neu.',
    done: 'Der Empfänger ist entfernt.',
  },
};
