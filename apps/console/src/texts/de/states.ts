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
      one: 'Eine Person bleibt aktiv, bis ein Administrator entscheidet: Der Identitätsanbieter will innerhalb von zehn Minuten mehr Personen inaktiv machen, als ohne Administrator geschieht.',
      other: `${number(count)} Personen bleiben aktiv, bis ein Administrator entscheidet: Der Identitätsanbieter will innerhalb von zehn Minuten mehr Personen inaktiv machen, als ohne Administrator geschieht.`,
    }),
  heldRuns: (count) =>
    plural(count, {
      one: 'Eine Änderung eines Teams wird zurückgehalten: Sie würde mehr Mitglieder entfernen, als ohne Administrator gehen dürfen.',
      other: `${number(count)} Änderungen von Teams werden zurückgehalten: Sie würden mehr Mitglieder entfernen, als ohne Administrator gehen dürfen.`,
    }),
  takeoversWaiting: (count) =>
    plural(count, {
      one: 'Eine Gruppe des Identitätsanbieters wartet darauf, ein Team gleichen Namens zu übernehmen.',
      other: `${number(count)} Gruppen des Identitätsanbieters warten darauf, Teams gleicher Namen zu übernehmen.`,
    }),
  auditStreamFailing: (count, since) =>
    plural(count, {
      one: `Ein Empfänger des Protokolls nimmt seit ${since} nichts an. Was zu senden ist, wartet.`,
      other: `${number(count)} Empfänger des Protokolls nehmen seit ${since} nichts an. Was zu senden ist, wartet.`,
    }),
  contended: (who, team, evictions) =>
    `${who} wurde immer wieder von Hand in „${team}“ aufgenommen und ${number(evictions)}-mal entfernt.`,
};
