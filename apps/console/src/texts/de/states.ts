import type { Texts } from '../en';
import { number, plural } from '../format';

export const states: Texts['states'] = {
  noToken: 'Es wurde noch kein SCIM-Token erzeugt: Niemand kann Personen bereitstellen.',
  tokenDied: (token, ended) => `Die Bereitstellung steht: Das SCIM-Token „${token}“ ${ended}.`,
  deadTokenUsed: (token, ended, refusedAt) =>
    `Das SCIM-Token „${token}“ ${ended} und wird noch benutzt: Seine letzte Anfrage wurde am ${refusedAt} abgelehnt.`,
  ended: {
    expired: (at) => `ist am ${at} abgelaufen`,
    revoked: (at) => `wurde am ${at} widerrufen`,
    'creator-deactivated': (at, who) => `endete am ${at}, weil ${who} deaktiviert wurde`,
    'creator-not-admin': (at, who) => `endete am ${at}, weil ${who} kein Administrator mehr ist`,
    'creator-released': (at, who) => `endete am ${at}, weil der Identitätsanbieter ${who} gelöscht hat`,
  },
  maker: 'wer es erzeugt hat',
  tokenEndsSoon: (token, at) => `Das SCIM-Token „${token}“ endet am ${at}, und kein anderes gilt länger.`,
  paused: (since, who) =>
    `Gruppen kommen weiter an, aber was von Hand an ihren Teams geändert wird, wird nicht berichtigt: ${who} hat den Abgleich am ${since} angehalten`,
  reportOnly: (since, who) =>
    `Gruppen kommen weiter an, aber was von Hand an ihren Teams geändert wird, wird nicht berichtigt: ${who} lässt den Abgleich seit ${since} nur berichten`,
  because: (why) => `: ${why}`,
  until: (at) => `Das endet von selbst am ${at}.`,
  heldLeavers: (count) =>
    plural(count, {
      one: 'Der Identitätsanbieter wollte innerhalb von zehn Minuten mehr Personen inaktiv machen, als Ihre Grenze erlaubt. Eine Person liegt über der Grenze: Sie ist noch aktiv, bis ein Administrator entscheidet.',
      other: `Der Identitätsanbieter wollte innerhalb von zehn Minuten mehr Personen inaktiv machen, als Ihre Grenze erlaubt. ${number(count)} Personen liegen über der Grenze: Sie sind noch aktiv, bis ein Administrator entscheidet.`,
    }),
  heldRuns: (count) =>
    plural(count, {
      one: 'Ein Team hat viele Mitglieder, die nicht in seiner Gruppe sind: mehr, als die Grenze auf einmal zu entfernen erlaubt. Niemand wird entfernt, bis ein Administrator es freigibt.',
      other: `${number(count)} Teams haben viele Mitglieder, die nicht in ihren Gruppen sind: mehr, als die Grenze auf einmal zu entfernen erlaubt. Niemand wird entfernt, bis ein Administrator es freigibt.`,
    }),
  takeoversWaiting: (count) =>
    plural(count, {
      one: 'Eine Gruppe des Identitätsanbieters wartet auf einen Administrator. Wird sie erlaubt, übernimmt sie ein Team hier: Wer im Team und nicht in der Gruppe ist, verliert den Zugang.',
      other: `${number(count)} Gruppen des Identitätsanbieters warten auf einen Administrator. Jede, die erlaubt wird, übernimmt ein Team hier: Wer im Team und nicht in der Gruppe ist, verliert den Zugang.`,
    }),
  auditStreamFailing: (count, since) =>
    plural(count, {
      one: `Ein Empfänger des Protokolls nimmt seit ${since} nichts an. Nichts geht verloren: Die Einträge bleiben hier und werden gesendet, sobald er sie wieder annimmt.`,
      other: `${number(count)} Empfänger des Protokolls nehmen seit ${since} nichts an. Nichts geht verloren: Die Einträge bleiben hier und werden gesendet, sobald sie sie wieder annehmen.`,
    }),
  contended: (who, team, evictions) =>
    `${who} ist nicht in der Gruppe von „${team}“, wird aber immer wieder von Hand in das Team aufgenommen und wurde ${number(evictions)}-mal entfernt.`,
};
