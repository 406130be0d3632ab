import type { Sentences } from '../../en/sentences';
import { number, plural } from '../../format';

/** Wer es war und wann, als Ende eines Satzes. */
const deed = (by: string | undefined, at: string | undefined) => {
  const parts = [by, at].filter(Boolean).join(', ');
  return parts ? ` (${parts})` : '';
};
const enforce =
  'lassen Sie den Abgleich auf der Seite Abgleich wieder berichtigen: Das gilt für alle Teams; sehen Sie sich deshalb zuerst die Unterschiede der anderen an.';
const inGroupOrNot =
  'Soll die Person im Team bleiben, nehmen Sie sie beim Identitätsanbieter in die Gruppe auf. Soll sie sofort hinaus, nehmen Sie sie auf der Seite des Teams heraus.';
const pushAgain =
  'Sorgen Sie beim Identitätsanbieter dafür, dass die Person in der Gruppe ist, die gesendet wird, und senden Sie die Gruppe noch einmal.';
const assignAgain = 'Soll die Person wieder hinein, weisen Sie sie beim Identitätsanbieter der App zu.';
const askLater = 'Fragen Sie in einer Weile wieder, wenn hier weniger zu tun ist.';
const held = 'Sehen Sie es sich auf der Seite Abgleich an und geben Sie es frei, wenn es richtig ist.';
const notNamed = 'obwohl die Gruppe diese Person nicht nennt';

export const whySentences: Sentences['why'] = {
  deed,
  reconciler: 'der Abgleich',
  somebody: 'Jemand, der nicht mehr bekannt ist,',
  team: (name) => `dem Team „${name}“`,
  formerTeam: 'einem Team, das nicht mehr bekannt ist',
  user: {
    active: (who, done) => `${who} ist aktiv${done}.`,
    'active-though-held': (who, done) =>
      `${who} ist noch aktiv: Der Identitätsanbieter wollte diese Person inaktiv machen${done}, aber es sollten innerhalb von zehn Minuten so viele inaktiv werden, dass ein Administrator es erst freigeben muss.`,
    'inactive-by-directory': (who, done) => `${who} ist inaktiv, weil der Identitätsanbieter es so wollte${done}.`,
    'inactive-by-hand': (who, done) => `${who} ist inaktiv: von Hand inaktiv gemacht${done}.`,
    'inactive-before-the-log': (who) =>
      `${who} ist inaktiv und wurde es, bevor das Protokoll beginnt: Es sagt nicht, durch wen.`,
    'inactive-cannot-be-told-yet': (who) =>
      `${who} ist inaktiv; durch wen und warum, lässt sich noch nicht sagen: Das Protokoll ist lang und wurde nicht rechtzeitig durchsucht.`,
    released: (who, done) =>
      `${who} ist inaktiv, weil der Identitätsanbieter diese Person hier gelöscht hat${done}. Über die Person dort sagt das nichts.`,
    erased: (who, done) =>
      `${who} ist kein Benutzer mehr: Was von der Person bekannt war, wurde unwiderruflich gelöscht${done}.`,
  },
  userTodo: {
    'active-though-held': 'Sehen Sie auf der Seite Abgänge nach, wer wartet, und geben Sie es frei oder lehnen es ab.',
    'inactive-by-directory': assignAgain,
    'inactive-by-hand': 'Ein Administrator kann die Person auf ihrer Seite wieder aktiv machen.',
    'inactive-before-the-log': `${assignAgain} Pflegt der Workspace die Person, macht ein Administrator sie auf ihrer Seite wieder aktiv.`,
    'inactive-cannot-be-told-yet': askLater,
    released: `${assignAgain} Ein Administrator kann die Person auch auf ihrer Seite zurückholen.`,
    erased:
      'Ist es wieder derselbe Mensch, weisen Sie ihn beim Identitätsanbieter der App zu: Es entsteht ein neuer Benutzer.',
  },
  type: {
    'type-by-directory': (who, type, done) =>
      `${who} hat den Benutzertyp „${type}“, weil der Identitätsanbieter es so wollte${done}.`,
    'type-by-hand': (who, type, done) => `${who} hat den Benutzertyp „${type}“: Er wurde von Hand gewählt${done}.`,
    'type-by-fallback': (who, type, done) =>
      `${who} hat den Benutzertyp „${type}“, weil der Identitätsanbieter einen gesendet hat, den es hier nicht gibt${done}; Ihre Einstellungen geben dann diesen.`,
    'type-before-the-log': (who, type) =>
      `${who} hat den Benutzertyp „${type}“ seit der Zeit, bevor das Protokoll beginnt: Es sagt nicht, durch wen.`,
    'type-cannot-be-told-yet': (who, type) =>
      `${who} hat den Benutzertyp „${type}“; warum, lässt sich noch nicht sagen: Das Protokoll ist lang und wurde nicht rechtzeitig durchsucht.`,
  },
  typeTodo: {
    'type-by-directory':
      'Um ihn zu ändern, ändern Sie beim Identitätsanbieter das Attribut userType: Was hier von Hand geändert wird, überschreibt die nächste Anfrage, die es nennt.',
    'type-by-hand': 'Ein Administrator ändert ihn auf der Seite der Person.',
    'type-by-fallback':
      'Berichtigen Sie beim Identitätsanbieter das Attribut userType: admin, member, viewer, guest oder die Kennung einer eigenen Rolle.',
    'type-cannot-be-told-yet': askLater,
  },
  tokenName: { scim: (name) => `SCIM-Token „${name}“`, audit: (name) => `Protokoll-Token „${name}“` },
  token: {
    works: (token, done) => `Das ${token} gilt${done}.`,
    'revoked-by-hand': (token, done) => `Das ${token} wird mit 401 beantwortet, weil es widerrufen wurde${done}.`,
    'revoked-with-its-maker': (token, done, maker, became) =>
      `Das ${token} wird mit 401 beantwortet, weil ${maker} es erzeugt hat und ${became}: Ein Token gilt nur, solange dieser Administrator aktiv ist, und es ist für immer zu Ende${done}.`,
    expired: (token, done) => `Das ${token} wird mit 401 beantwortet, weil seine Zeit um war${done}.`,
  },
  makerBecame: {
    'creator-deactivated': 'inaktiv gemacht wurde',
    'creator-not-admin': 'kein Administrator mehr ist',
    'creator-released': 'hier gelöscht wurde',
  },
  makerLeft: 'nicht mehr da ist',
  tokenTodo: {
    scim: 'Erzeugen Sie auf der Seite Bereitstellung ein neues Token und tragen Sie es beim Identitätsanbieter anstelle von diesem ein.',
    audit:
      'Erzeugen Sie ein neues Protokoll-Token und geben Sie es anstelle von diesem dem Programm, das das Protokoll liest.',
  },
  member: {
    'in-by-directory': ({ who, team, done }) =>
      `${who} gehört zu ${team}, weil die Gruppe des Identitätsanbieters diese Person nennt: hinzugefügt${done}.`,
    'in-by-hand': ({ who, team, done }) =>
      `${who} gehört zu ${team}, das der Workspace pflegt: von Hand hinzugefügt${done}.`,
    'in-while-paused': ({ who, team, done }) =>
      `${who} gehört zu ${team}, ${notNamed}: hinzugefügt${done}, und der Abgleich, der die Person entfernen würde, ist angehalten.`,
    'in-while-reported': ({ who, team, done }) =>
      `${who} gehört zu ${team}, ${notNamed}: hinzugefügt${done}, und der Abgleich berichtet solche Unterschiede nur.`,
    'in-while-held': ({ who, team, done }) =>
      `${who} gehört zu ${team}, ${notNamed}: hinzugefügt${done}, und der Lauf, der die Person entfernen würde, wartet auf einen Administrator.`,
    'in-while-backed-off': ({ who, team, done, until }) =>
      `${who} gehört zu ${team}, ${notNamed}: hinzugefügt${done} und so oft entfernt und wieder hinzugefügt, dass der Abgleich wartet${until ? `, bis ${until}` : ''}.`,
    'in-after-takeover': ({ who, team, until }) =>
      `${who} gehört zu ${team} als Mitglied aus der Zeit vor der Übernahme: Die Gruppe kam bisher ohne Mitglieder, und die früheren bleiben, ${until ? `bis ${until} oder ` : ''}bis sie welche hat.`,
    'in-eviction-due': ({ who, team, done }) =>
      `${who} gehört noch zu ${team}, aber nicht mehr lange: hinzugefügt${done}, und die Gruppe nennt diese Person nicht. Der Abgleich entfernt solche Personen, meist innerhalb einer Sekunde.`,
    'in-but-inactive': ({ who, team, done }) =>
      `${who} behält den Platz in ${team}, ist aber inaktiv und zählt nicht${done && `: inaktiv gemacht${done}`}. Der Platz ist wieder da, wenn die Person aktiv ist.`,
    'out-by-directory': ({ who, team, done }) =>
      `${who} gehört nicht zu ${team}, weil der Identitätsanbieter diese Person aus der Gruppe genommen hat: entfernt${done}.`,
    'out-by-takeover': ({ who, team, done }) =>
      `${who} gehört nicht zu ${team}, weil der Identitätsanbieter das Team übernommen hat und seine Gruppe diese Person nicht nennt: entfernt${done}.`,
    'out-by-reconciler': ({ who, team, done, addedBy }) =>
      `${who} gehört nicht zu ${team}: ${addedBy ? `von Hand hinzugefügt${addedBy} und ` : ''}wieder entfernt${done}, weil die Gruppe diese Person nicht nennt.`,
    'out-by-hand': ({ who, team, done }) => `${who} gehört nicht zu ${team}: von Hand entfernt${done}.`,
    'out-refused': ({ who, team, done }) =>
      `${who} gehört nicht zu ${team}: Die Gruppe nannte diese Person, aber sie war damals hier kein Benutzer: genannt${done}.`,
    'out-released': ({ who, team, done }) =>
      `${who} gehört nicht zu ${team}, weil der Identitätsanbieter die Person hier gelöscht hat, und damit aus allen Teams${done}.`,
    'out-came-back': ({ who, team, done }) =>
      `${who} gehört nicht zu ${team}, weil die Person gelöscht war und damit alle Teams verließ${done}. Sie ist seitdem zurück, aber die Gruppe hat sie nicht wieder genannt.`,
    'out-erased': ({ who, team, done }) =>
      `${who} gehört nicht zu ${team}: Was von der Person bekannt war, wurde unwiderruflich gelöscht${done}.`,
    'out-not-named': ({ who, team, done, groupSize }) =>
      `${who} gehört nicht zu ${team}, weil die Gruppe diese Person nicht nennt. Die Gruppe wurde zuletzt geschrieben${done}${groupSize === undefined ? '' : plural(groupSize, { one: ' und hat ein Mitglied', other: ` und hat ${number(groupSize)} Mitglieder` })}.`,
    'out-never-added': ({ who, team }) =>
      `${who} gehört nicht zu ${team}: Der Workspace pflegt dieses Team, und niemand hat diese Person hinzugefügt.`,
    'out-restoration-due': ({ who, team, done }) =>
      `${who} gehört für einen Moment nicht zu ${team}: Die Gruppe nennt diese Person, von Hand entfernt${done}. Der Abgleich fügt solche Personen wieder hinzu, meist innerhalb einer Sekunde.`,
    'out-restoration-withheld': ({ who, team, done, withheld }) =>
      `${who} gehört nicht zu ${team}, obwohl die Gruppe diese Person nennt: entfernt${done}, und ${withheld}.`,
    'out-takeover-waits': ({ who, team, done }) =>
      `${who} gehört nicht zu ${team}, weil die Gruppe, die diese Person nennt, darauf wartet, dass ein Administrator sie das Team übernehmen lässt: gesendet${done}.`,
    'out-team-deleted': ({ who, team, done }) =>
      `${who} gehört nicht mehr zu ${team}, und niemand sonst: Das Team wurde gelöscht${done}.`,
    'not-in-the-log': ({ who, team, since }) =>
      `Das Protokoll hat nichts über ${who} und die Zugehörigkeit zu ${team}, woraus es hervorginge, und ist erst seit ${since ?? 'später'} vollständig: Es lässt sich nicht sagen.`,
    'cannot-be-told-yet': ({ who, team, awaited }) =>
      `Ob ${who} zu ${team} gehört und warum, lässt sich noch nicht sagen: ${awaited}.`,
  },
  withheld: {
    paused: () => 'der Abgleich, der die Person wieder hinzufügen würde, ist angehalten',
    'report-only': () => 'der Abgleich berichtet solche Unterschiede nur',
    takeover: (until) =>
      `das Team, das gerade übernommen wurde, bleibt${until ? ` bis ${until}` : ' für einen Moment'}, wie es ist`,
    held: () => 'der Lauf, der die Person wieder hinzufügen würde, wartet auf einen Administrator',
  },
  awaited: {
    parked: 'Eine Nachricht darüber konnte nicht verarbeitet werden und wartet',
    search: 'Das Protokoll ist lang und wurde nicht rechtzeitig durchsucht',
    person: 'Neues über die Person ist auf dem Weg zu den Teams',
    team: 'Die neueste Änderung steht noch nicht im Protokoll',
  },
  memberTodo: {
    'in-by-directory':
      'Soll die Person hinaus, nehmen Sie sie beim Identitätsanbieter aus der Gruppe: Wer hier von Hand entfernt wird, wird wieder hinzugefügt.',
    'in-by-hand': 'Soll die Person hinaus, nehmen Sie sie auf der Seite des Teams heraus.',
    'in-while-paused': `${inGroupOrNot} Soll sie von selbst entfernt werden, ${enforce}`,
    'in-while-reported': `${inGroupOrNot} Soll sie von selbst entfernt werden, ${enforce}`,
    'in-while-held': `${held} ${inGroupOrNot}`,
    'in-while-backed-off': `Finden Sie heraus, wer die Person immer wieder von Hand hinzufügt: Die Einträge unten nennen ihn. ${inGroupOrNot}`,
    'in-after-takeover': pushAgain,
    'in-eviction-due': inGroupOrNot,
    'in-but-inactive':
      'Soll die Person wieder hinein, weisen Sie sie beim Identitätsanbieter der App zu; pflegt der Workspace sie, machen Sie sie auf ihrer Seite aktiv.',
    'out-by-directory': pushAgain,
    'out-by-takeover': `${pushAgain} War die Übernahme selbst falsch, lässt sie sich 30 Tage lang rückgängig machen, auf der Seite Übernahmen.`,
    'out-by-reconciler': pushAgain,
    'out-by-hand':
      'Fragen Sie, wer die Person entfernt hat, oder fügen Sie sie wieder hinzu: in einem Team des Workspace von Hand, sonst beim Identitätsanbieter in der Gruppe.',
    'out-refused': 'Die Person ist jetzt ein Benutzer: Senden Sie beim Identitätsanbieter die Gruppe noch einmal.',
    'out-released':
      'Weisen Sie die Person beim Identitätsanbieter wieder der App zu und senden Sie dann die Gruppe noch einmal.',
    'out-came-back': pushAgain,
    'out-not-named': `Sehen Sie beim Identitätsanbieter nach: Ist die Person in der Gruppe, und wird die Gruppe gesendet? ${pushAgain}`,
    'out-never-added': 'Fügen Sie die Person auf der Seite des Teams hinzu.',
    'out-restoration-due':
      'Warten Sie einen Moment. Soll die Person für immer hinaus, nehmen Sie sie beim Identitätsanbieter aus der Gruppe.',
    'out-restoration-withheld': held,
    'out-takeover-waits': 'Sehen Sie es sich auf der Seite Übernahmen an, und erlauben Sie es oder lehnen es ab.',
    'cannot-be-told-yet':
      'Fragen Sie in ein paar Sekunden wieder. Bleibt es so, sagen Sie es dem Betrieb dieses Dienstes.',
  },
  withheldTodo: {
    paused: `Soll die Person wieder hinein, ${enforce}`,
    'report-only': `Soll die Person wieder hinein, ${enforce}`,
    takeover: 'Warten Sie bis dahin. War die Übernahme falsch, machen Sie sie auf der Seite Übernahmen rückgängig.',
    held,
  },
};
