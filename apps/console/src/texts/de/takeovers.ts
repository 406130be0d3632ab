import type { Texts } from '../en';
import { number, plural } from '../format';

export const takeovers: Texts['takeovers'] = {
  about:
    'Überträgt Ihr Identitätsanbieter eine Gruppe mit dem Namen eines Teams, das hier entstanden ist, entscheiden Ihre Einstellungen: Die Gruppe wird abgewiesen, wartet hier auf einen Administrator oder übernimmt das Team sofort. Ein übernommenes Team hat genau die Mitglieder der Gruppe.',
  list: 'Übernahmen',
  filter: 'Anzeigen',
  states: {
    all: 'Alle',
    waiting: 'Wartet',
    allowed: 'Erlaubt, noch einmal zu senden',
    declined: 'Abgelehnt',
    done: 'Geschehen',
    undone: 'Rückgängig gemacht',
  },
  state: {
    waiting: 'Wartet auf einen Administrator',
    members: 'Wartet auf Mitglieder',
    allowed: 'Erlaubt',
    declined: 'Abgelehnt',
    done: 'Geschehen',
    undone: 'Rückgängig gemacht',
  },
  none: 'Keine Gruppe Ihres Identitätsanbieters hatte den Namen eines Teams hier.',
  noneSuch: 'Keine Übernahme ist in diesem Zustand.',
  showAll: 'Alle anzeigen',
  changes: (gained, lost) =>
    gained + lost === 0
      ? 'niemand bekam oder verlor Zugang'
      : `Zugang bekamen ${number(gained)}, ${lost === 0 ? 'niemand verlor ihn' : `${number(lost)} verloren ihn`}`,
  left: (time) => `noch ${time}`,
};

export const takeover: Texts['takeover'] = {
  says: {
    sameName: 'eine Gruppe gleichen Namens',
    group: (name) => `die Gruppe „${name}“`,
    waiting: (who, group, team) =>
      `${who} hat ${group} gesendet, die das Team „${team}“ übernehmen würde: Das Team hätte dann genau die Mitglieder der Gruppe. Noch ist nichts geändert.`,
    empty: 'Bisher kam die Gruppe ohne Mitglieder. Oft werden sie etwas später gesendet.',
    emptyLosing:
      'Warten Sie, bis die Mitglieder da sind, und erlauben Sie es dann. Erlauben Sie es jetzt, verlieren nach einer Minute alle im Team den Zugang, falls die Mitglieder nicht vorher kommen.',
    atOnce: 'Erlauben Sie es, geschieht es sofort.',
    pushAgain:
      'Erlauben Sie es, senden Sie die Gruppe im Identitätsanbieter innerhalb von 24 Stunden noch einmal: Erst dann ändert sich das Team.',
    allowed: (who, group, team, until) =>
      `${who} hat erlaubt, dass ${group} das Team „${team}“ übernimmt. Noch ist nichts geändert: Das Team ändert sich, wenn der Identitätsanbieter die Gruppe noch einmal sendet, spätestens bis ${until}.`,
    declined: (who, group, team) =>
      `${who} hat abgelehnt, dass ${group} das Team „${team}“ übernimmt. Das Team bleibt, wie es ist. Wird die Gruppe wieder gesendet, wird sie abgelehnt, außer ein Administrator erlaubt es.`,
    done: (group, team, changes) => `Das Team „${team}“ wurde übernommen von: ${group}${changes}.`,
    changes: (changes) => ` (${changes})`,
    undoUntil: (until) => `Ein Administrator kann es bis ${until} rückgängig machen.`,
    nameAgain: (former) => `Das Team hat dann wieder seinen früheren Namen „${former}“.`,
    nameTaken: (former, team) =>
      `Das Team behält dann den Namen „${team}“: Sein früherer Name „${former}“ gehört jetzt einem anderen Team.`,
    undone: (team) =>
      `Die Übernahme des Teams „${team}“ wurde rückgängig gemacht: Es gehört wieder dem Arbeitsbereich, mit seinen früheren Mitgliedern, außer denen, die keine Benutzer mehr sind. Lösen Sie im Identitätsanbieter die Verknüpfung der Gruppe, ohne das Team zu löschen (Okta: „Leave the group in the target app“).`,
    anAdmin: 'Ein Administrator',
  },
  facts: {
    team: 'Team',
    group: 'Gruppe',
    pushed: 'Gesendet von',
    proposed: 'Wann',
    decided: 'Entschieden von',
    ends: {
      waiting: 'Wartet bis',
      allowed: 'Zu senden bis',
      done: 'Kann rückgängig gemacht werden bis',
      other: 'Bis',
    },
    request: 'Die Anfrage dahinter',
    seeRequest: 'Im Protokoll ansehen',
  },
  sides: {
    gain: { ahead: 'Bekämen Zugang', back: 'Kämen zurück' },
    lose: { ahead: 'Verlören den Zugang', back: 'Verlören den Zugang' },
    stay: { ahead: 'Blieben', back: 'Blieben' },
    missing: { ahead: 'Sind keine Benutzer mehr', back: 'Sind keine Benutzer mehr und kämen nicht zurück' },
  },
  count: (title, count) => `${title}: ${number(count)}`,
  nobody: 'Niemand.',
  manual: (name) => `hinzugefügt von ${name}`,
  directory: 'in der Gruppe',
  allow: {
    act: 'Erlauben',
    title: (team) => `Die Übernahme von ${team} erlauben?`,
    atOnce: 'Sie geschieht sofort.',
    pushAgain:
      'Noch ändert sich nichts: Senden Sie die Gruppe im Identitätsanbieter innerhalb von 24 Stunden noch einmal.',
    done: (team) => `Die Übernahme von ${team} ist erlaubt.`,
  },
  decline: {
    act: 'Ablehnen',
    title: (team) => `Die Übernahme von ${team} ablehnen?`,
    after:
      'Das Team bleibt, wie es ist. Wird die Gruppe wieder gesendet, wird sie abgelehnt, außer ein Administrator erlaubt es.',
    done: (team) => `Die Übernahme von ${team} ist abgelehnt.`,
  },
  undo: {
    act: 'Rückgängig machen',
    title: (team) => `Die Übernahme von ${team} rückgängig machen?`,
    after:
      'Das Team gehört wieder dem Arbeitsbereich, mit seinen früheren Mitgliedern. Wird die Gruppe wieder gesendet, wartet sie auf einen Administrator.',
    done: (team) => `Die Übernahme von ${team} ist rückgängig gemacht.`,
  },
  would: (gain, lose) =>
    gain + lose === 0
      ? 'Niemand bekommt oder verliert Zugang.'
      : `${plural(gain, { one: '1 Person bekommt Zugang', other: `${number(gain)} Personen bekommen Zugang` })}, ${plural(lose, { one: '1 verliert ihn', other: `${number(lose)} verlieren ihn` })}.`,
};
