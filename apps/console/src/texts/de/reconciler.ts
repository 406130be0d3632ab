import type { Texts } from '../en';
import { number, plural } from '../format';

const people = (count: number) => plural(count, { one: '1 Person', other: `${number(count)} Personen` });
const were = (count: number) => plural(count, { one: 'würde', other: 'würden' });

export const reconciler: Texts['reconciler'] = {
  about:
    'Der Abgleich hält jedes Team des Verzeichnisses gleich mit seiner Gruppe: Was Personen im Team von Hand ändern, wird zurückgenommen.',
  mode: {
    title: 'Was er tut',
    enforce: 'Berichtigt',
    'report-only': 'Berichtet nur',
    paused: 'Angehalten',
    sentences: {
      enforce:
        'Was jemand in einem Team des Verzeichnisses von Hand ändert, wird innerhalb einer Sekunde zurückgenommen.',
      'report-only': 'Er zeigt, wo Teams und Gruppen voneinander abweichen, und ändert nichts.',
      paused:
        'Teams werden nicht mit ihren Gruppen verglichen. Was Personen von Hand ändern, bleibt, bis er weitergeht.',
    },
    since: (when, by) => `Seit ${when}, von ${by}.`,
    sinceOnly: (when) => `Seit ${when}.`,
    until: (when) => `Bis ${when}; dann wird alles berichtigt.`,
    reason: (reason) => `„${reason}“`,
    differ: (count, more) =>
      more
        ? `Mindestens ${number(count)} Teams weichen von ihren Gruppen ab. Geht er weiter, wird entfernt, wer nicht in der Gruppe ist, und aufgenommen, wer fehlt; wo zu viele entfernt würden, wird zuerst ein Administrator gefragt.`
        : plural(count, {
            one: '1 Team weicht von seiner Gruppe ab. Geht er weiter, wird entfernt, wer nicht in der Gruppe ist, und aufgenommen, wer fehlt; wo zu viele entfernt würden, wird zuerst ein Administrator gefragt.',
            other: `${number(count)} Teams weichen von ihren Gruppen ab. Geht er weiter, wird entfernt, wer nicht in der Gruppe ist, und aufgenommen, wer fehlt; wo zu viele entfernt würden, wird zuerst ein Administrator gefragt.`,
          }),
    waiting: (count, oldest) =>
      plural(count, {
        one: `Der Abgleich hat 1 Team zu prüfen, seit ${oldest}.`,
        other: `Der Abgleich hat ${number(count)} Teams zu prüfen, das erste seit ${oldest}.`,
      }),
    idle: 'Der Abgleich hat jedes Team geprüft.',
  },
  pause: {
    act: 'Anhalten',
    title: 'Den Abgleich anhalten?',
    after:
      'Teams werden nicht mit ihren Gruppen verglichen. Was Personen von Hand ändern, bleibt, bis er weitergeht; dann wird es zurückgenommen.',
    only: 'Nur berichten',
    onlyTitle: 'Abweichungen nur berichten?',
    onlyAfter: 'Er zeigt, wo Teams und Gruppen voneinander abweichen, und ändert nichts, bis er weitergeht.',
    resume: 'Fortsetzen',
    resumeTitle: 'Den Abgleich fortsetzen?',
    resumeAfter:
      'Jedes Team wird jetzt mit seiner Gruppe verglichen: Wer nicht in der Gruppe ist, wird entfernt, und wer fehlt, wird aufgenommen. Wo zu viele entfernt würden, wird zuerst ein Administrator gefragt.',
    nothing: 'Das ist schon so.',
    long: 'Wie lange',
    hour: '1 Stunde',
    shift: '8 Stunden',
    open: 'Bis jemand ihn fortsetzt',
    why: 'Warum',
    whyHint: 'Alle, die sehen, dass er angehalten ist, lesen das.',
    paused: 'Der Abgleich ist angehalten.',
    reports: 'Der Abgleich berichtet jetzt nur.',
    resumed: 'Der Abgleich arbeitet wieder.',
  },
  held: {
    title: 'Wartet auf einen Administrator',
    would: (evict, members, team) =>
      members === undefined
        ? `Das würde ${people(evict)} aus ${team} nehmen.`
        : `Das würde ${number(evict)} von ${number(members)} Personen aus ${team} nehmen.`,
    since: (when) => `Angehalten seit ${when}.`,
    restores: (count) => `${people(count)} ${were(count)} wieder hinzugefügt.`,
    byHand: (count, all, by, from, until) =>
      count === all
        ? `Nicht das Verzeichnis hat sie gerade entfernt: Sie wurden von Hand hinzugefügt, von ${by} zwischen ${from} und ${until}.`
        : `Davon von Hand hinzugefügt: ${people(count)}, die meisten von ${by} zwischen ${from} und ${until}.`,
    limit: (limit) =>
      `Die Grenze dieses Teams ist ${number(limit)}: Sollen mehr auf einmal herausgenommen werden, muss ein Administrator es freigeben.`,
    see: (count) => `Alle ${number(count)} ansehen`,
    names: 'Wer herausgenommen würde',
    more: (count) => `und ${number(count)} weitere`,
    act: 'Geschehen lassen',
    title2: (team) => `Diese Personen aus ${team} nehmen?`,
    type: (count) => `Geben Sie ${number(count)} ein, um ${people(count)} herauszunehmen`,
    meanwhile:
      'Nach Ihrer Freigabe wird das Team noch einmal mit seiner Gruppe verglichen: Wer dann in der Gruppe ist, bleibt, und wer sie inzwischen verlassen hat, wird auch herausgenommen.',
    handBack:
      'Oder geben Sie das Team an den Arbeitsbereich zurück: Alle bleiben, und die Gruppe ändert das Team nicht mehr.',
    done: (team) => `Freigegeben: Sie werden aus ${team} genommen.`,
  },
  approved: {
    title: 'Freigegeben, wartet auf den Abgleich',
    state: 'Freigegeben',
    soon: 'Es geschieht in wenigen Sekunden.',
    later: 'Es geschieht, wenn der Abgleich fortgesetzt wird: Jetzt ist er angehalten oder berichtet nur.',
  },
  contended: {
    title: 'Immer wieder',
    sentence: (name, team, times) =>
      `${name} wurde innerhalb von 15 Minuten ${number(times)}-mal zu ${team} hinzugefügt und jedes Mal herausgenommen. Das tut jemand, oder ein Skript.`,
  },
  drifting: {
    title: 'Teams, die jetzt abweichen',
    none: 'Kein Team weicht ab.',
    list: 'Teams, die abweichen',
    extra: (count) => `${people(count)} zu viel`,
    missing: (count) => plural(count, { one: '1 Person fehlt', other: `${number(count)} Personen fehlen` }),
  },
  runs: {
    title: 'Läufe',
    list: 'Läufe',
    none: 'Kein Lauf hatte etwas zu berichtigen.',
    noneSuch: 'Kein Lauf ist so.',
    showAll: 'Alle Läufe anzeigen',
    outcome: 'Ergebnis',
    outcomes: { all: 'Alle', done: 'Berichtigt', held: 'Angehalten', reported: 'Berichtet' },
    since: 'Seit',
    sinces: {
      all: 'So weit sie aufbewahrt sind',
      hour: 'Die letzte Stunde',
      day: 'Der letzte Tag',
      week: 'Die letzte Woche',
    },
    ofTeam: (team) => `Nur von ${team}`,
    allTeams: 'Von allen Teams',
    columns: { time: 'Zeit', team: 'Team', what: 'Was', why: 'Wer und warum' },
    formerTeam: 'Ein Team, das es nicht mehr gibt',
    out: (count) => `${number(count)} heraus`,
    in: (count) => `${number(count)} hinein`,
    wouldOut: (count) => `${number(count)} ${plural(count, { one: 'ginge', other: 'gingen' })}`,
    wouldIn: (count) => `${number(count)} ${plural(count, { one: 'käme', other: 'kämen' })}`,
    andMore: (sentence, count) => `${sentence} Und ${number(count)} weitere.`,
  },
  run: {
    title: (team) => `Lauf von ${team}`,
    facts: {
      team: 'Team',
      when: 'Wann',
      outcome: 'Ergebnis',
      id: 'Kennung',
    },
    evicted: { done: 'Herausgenommen', held: 'Würde herausgenommen', reported: 'Würde herausgenommen' },
    restored: {
      done: 'Wieder hinzugefügt',
      held: 'Würde wieder hinzugefügt',
      reported: 'Würde wieder hinzugefügt',
    },
    people: 'Personen dieses Laufs',
    columns: { name: 'Name', what: 'Was', why: 'Warum' },
    none: 'Niemand wurde herausgenommen oder hinzugefügt.',
    why: 'Warum er angehalten wurde',
    whyHeld: 'Er hätte auf einmal mehr Personen herausgenommen, als ohne einen Administrator geschieht.',
  },
  evicted: {
    byHand: (name, by, after, provider, team) =>
      `${name} wurde von ${by} hinzugefügt und ${after} später wieder herausgenommen: ${provider} bestimmt, wer in ${team} ist.`,
    byHandOnly: (name, provider, team) =>
      `${name} wurde von Hand hinzugefügt und wieder herausgenommen: ${provider} bestimmt, wer in ${team} ist.`,
    notInGroup: (name, team) => `${name} wurde herausgenommen (${team}): Die Gruppe nennt diese Person nicht.`,
    beforeTakeover: (name, provider, team) =>
      `${name} wurde herausgenommen (${team}): darin, bevor ${provider} es übernahm, und nicht in der Gruppe.`,
  },
  restored: {
    byHand: (name, by, after, provider, team) =>
      `${name} wurde von ${by} herausgenommen und ${after} später wieder hinzugefügt: ${provider} bestimmt, wer in ${team} ist.`,
    byHandOnly: (name, provider, team) =>
      `${name} wurde von Hand herausgenommen und wieder hinzugefügt: ${provider} bestimmt, wer in ${team} ist.`,
    missing: (name, team) => `${name} wurde wieder hinzugefügt (${team}): Die Gruppe nennt diese Person.`,
  },
  would: {
    evict: (name, team) => `${name} würde herausgenommen (${team})`,
    restore: (name, team) => `${name} würde wieder hinzugefügt (${team})`,
    putIn: (by, when) => `hinzugefügt von ${by}, ${when}`,
    takenOut: (by, when) => `herausgenommen von ${by}, ${when}`,
    notInGroup: 'nicht in der Gruppe',
    inGroup: 'in der Gruppe',
  },
  thisTeam: 'dieses Team',
  selfDone: (name, after, provider) =>
    `${name} wurde hinzugefügt und ${after} später wieder herausgenommen: ${provider} bestimmt, wer in diesem Team ist.`,
  selfRestored: (name, after, provider) =>
    `${name} wurde herausgenommen und ${after} später wieder hinzugefügt: ${provider} bestimmt, wer in diesem Team ist.`,
  lag: {
    title: 'Wie schnell er ist',
    about:
      'Von einer Änderung von Hand, bis sie berichtigt war: Die Hälfte war schneller als die Linie, 95 von 100 lagen im Band.',
    chart: 'Zeit, bis eine Änderung von Hand berichtigt war',
    p50: 'die Hälfte innerhalb',
    p95: '95 von 100 innerhalb',
    volume: 'Berichtigte Änderungen',
    count: 'Wie viele',
    none: 'In dieser Zeit wurde nichts berichtigt.',
    range: 'Zeit',
    ranges: { hour: 'Die letzte Stunde', day: 'Der letzte Tag', week: 'Die letzte Woche' },
  },
};
