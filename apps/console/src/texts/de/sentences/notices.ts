import type { Sentences } from '../../en/sentences';
import { number, plural } from '../../format';

export const noticeSentences: Sentences['notices'] = {
  team: (name) => `das Team „${name}“`,
  formerTeam: 'ein Team, das gelöscht ist',
  formerPerson: 'jemanden, der nicht mehr bekannt ist',
  seen: 'Ein Administrator hat das gesehen.',
  leavers: {
    asked:
      'Der Identitätsanbieter wollte innerhalb von zehn Minuten mehr Personen inaktiv machen, als Ihre Grenze erlaubt.',
    waiting: (count) =>
      plural(count, {
        one: 'Eine Person liegt über der Grenze: Sie ist noch aktiv und wartet auf einen Administrator.',
        other: `${number(count)} Personen liegen über der Grenze: Sie sind noch aktiv und warten auf einen Administrator.`,
      }),
    todo: 'Freigeben macht sie sofort inaktiv; ablehnen lässt sie aktiv. Sehen Sie zuerst nach, ob dort eine Zuweisung aus Versehen entfernt wurde.',
    ended: 'Niemand von ihnen wartet mehr: Das Protokoll sagt, was aus ihnen wurde.',
    ends: {
      approved: 'Ein Administrator hat freigegeben: Alle, die noch warteten, wurden inaktiv.',
      declined: 'Ein Administrator hat abgelehnt: Alle, die noch warteten, bleiben aktiv.',
      decided: 'Administratoren haben über sie einzeln entschieden, und niemand wartet mehr.',
      'not-needed':
        'Niemand wartet mehr: Der Identitätsanbieter hat die Letzten wieder aktiv gemacht, oder sie wurden auf andere Weise inaktiv.',
    },
  },
  takeover: {
    pushed: (team) => `Der Identitätsanbieter hat eine Gruppe gesendet, die ${team} übernehmen würde.`,
    waiting:
      'Das Team hätte dann die Mitglieder der Gruppe und sonst niemanden. Noch hat sich nichts geändert. Sehen Sie nach, wer Zugang bekäme und wer ihn verlöre; dann erlauben Sie es oder lehnen es ab.',
    ended: 'Sie wartet nicht mehr: Die Seite Übernahmen sagt, was daraus wurde.',
    ends: {
      allowed:
        'Ein Administrator hat es erlaubt. Die Seite Übernahmen sagt, ob das Team übernommen ist oder die Gruppe erst noch einmal gesendet werden muss, innerhalb von 24 Stunden.',
      declined: 'Ein Administrator hat es abgelehnt: Das Team bleibt, wie es war.',
      withdrawn: 'Bevor jemand entschied, wurde die Gruppe dort gelöscht: Das Team bleibt, wie es war.',
      lapsed:
        '14 Tage lang hat niemand entschieden: Das Team bleibt, wie es war. Wird die Gruppe wieder gesendet, wird wieder ein Administrator gefragt.',
      'taken-over':
        'Bevor ein Administrator entschied, wurde die Einstellung so geändert, dass keiner gefragt wird: Eine Gruppe hat das Team übernommen und seine Mitglieder ersetzt. Ein Administrator kann das 30 Tage lang rückgängig machen, auf der Seite Übernahmen.',
      'team-deleted': 'Bevor jemand entschied, wurde das Team gelöscht.',
    },
  },
  run: {
    waiting: (team) =>
      `Viele Mitglieder sind nicht in der Gruppe des Identitätsanbieters (es geht um ${team}): mehr, als die Grenze auf einmal zu entfernen erlaubt. Deshalb muss ein Administrator entscheiden. Noch hat niemand den Zugang verloren. Sehen Sie nach, wer entfernt würde; dann geben Sie es frei oder nehmen die Personen dort in die Gruppe auf.`,
    was: (team) =>
      `Viele Mitglieder waren nicht in der Gruppe des Identitätsanbieters (es ging um ${team}): mehr, als die Grenze auf einmal zu entfernen erlaubt. Deshalb wurde ein Administrator gefragt.`,
    ended: 'Es wartet nicht mehr: Was geschah, steht auf der Seite des Teams und unter den Läufen des Abgleichs.',
    ends: {
      approved:
        'Ein Administrator hat es freigegeben: Sie werden innerhalb von Sekunden entfernt oder, wenn der Abgleich angehalten ist, sobald er weiterläuft.',
      'put-right': 'Später waren es weniger, als die Grenze erlaubt, und sie wurden ohne Administrator entfernt.',
      'not-needed': 'Später stimmten Team und Gruppe wieder überein: Niemand musste entfernt werden.',
      'handed-back':
        'Ein Administrator hat das Team in den Workspace zurückgeholt: Die Gruppe entfernt niemanden mehr.',
      'team-deleted': 'Bevor jemand entschied, wurde das Team gelöscht.',
    },
  },
  token: {
    name: {
      scim: (name) => `SCIM-Token „${name}“`,
      audit: (name) => `Protokoll-Token „${name}“`,
    },
    former: 'SCIM-Token, das nicht mehr bekannt ist,',
    ways: {
      revoked: 'wurde von einem Administrator widerrufen',
      expired: 'ist abgelaufen',
      'creator-deactivated': 'endete, weil der Administrator, der es erzeugt hatte, deaktiviert wurde',
      'creator-not-admin': 'endete, weil die Person, die es erzeugt hatte, kein Administrator mehr war',
      'creator-released': 'endete, weil der Administrator, der es erzeugt hatte, gelöscht wurde',
    },
    ended: 'gilt nicht mehr',
    has: (token, ended) => `Das ${token} ${ended}.`,
    todo: {
      scim: 'Was es benutzt, kann hierher nichts mehr senden: Erzeugen Sie ein neues und tragen Sie es beim Identitätsanbieter ein, wenn er nicht schon eines hat.',
      audit:
        'Was es benutzt, kann hier nichts mehr lesen: Erzeugen Sie ein neues und geben Sie es dem Programm, das das Protokoll liest, wenn es nicht schon eines hat.',
    },
    another: 'Ob ein anderes gilt, steht auf der Seite Bereitstellung.',
    ends: (token, at) => `Das ${token} endet am ${at}.`,
    renew: {
      scim: 'Erzeugen Sie vorher ein neues und tragen Sie es beim Identitätsanbieter ein.',
      audit: 'Erzeugen Sie vorher ein neues und geben Sie es dem Programm, das das Protokoll liest.',
    },
    announced: (token, ended) =>
      `Das Ende wurde hier angekündigt: Das ${token} ${ended}. Was zu tun ist, steht auf der Seite Bereitstellung.`,
  },
  admin: {
    made: (who) => `Der Identitätsanbieter hat ${who} zum Administrator gemacht.`,
    madeTodo:
      'War das nicht gewollt, setzen Sie dort einen anderen userType, etwa member: Dann ist die Person kein Administrator mehr.',
    password: (who) =>
      `Der Identitätsanbieter hat für ${who} das Passwort geändert, und damit das eines Administrators.`,
    passwordTodo:
      'War das nicht gewollt, kann sich vielleicht jemand als dieser Administrator anmelden: Melden Sie die Person auf ihrer Seite überall ab und erstellen Sie einen Link für ein neues Passwort. Finden Sie dann beim Identitätsanbieter heraus, wer es war. In den Einstellungen können Sie festlegen, dass keine Passwörter des Identitätsanbieters übernommen werden.',
  },
};
