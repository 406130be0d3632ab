import type { Texts } from '../en';

export const notices: Texts['notices'] = {
  title: 'Hinweise',
  none: 'Nichts wartet auf einen Administrator, und nichts ist geschehen, das Sie wissen sollten.',
  noneEnded: 'Noch kein Hinweis ist erledigt.',
  show: 'Anzeigen',
  waiting: 'Offene Hinweise',
  ended: 'Erledigte Hinweise',
  acknowledge: 'Gesehen',
  acknowledgeNamed: (kind) => `Gesehen: ${kind}`,
  acknowledged: 'Der Hinweis ist als gesehen vermerkt.',
  seenBy: (name) => `Gesehen von ${name}`,
  look: 'Ansehen',
  kinds: {
    'leavers-held': 'Mehr Personen, als Ihre Grenze erlaubt, sollen inaktiv werden und warten auf einen Administrator',
    'takeover-waiting': 'Eine Gruppe würde ein Team übernehmen und wartet auf einen Administrator',
    'run-held': 'Viele Personen würden aus einem Team genommen, und das wartet auf einen Administrator',
    'token-ended': 'Ein Token ist abgelaufen',
    'token-ending': 'Ein Token läuft bald ab: 30 Tage, 7 Tage und einen Tag davor',
    'admin-made-by-directory': 'Der Identitätsanbieter hat jemanden zum Administrator gemacht',
    'admin-password-by-directory': 'Der Identitätsanbieter hat das Passwort eines Administrators geändert',
  },
};
