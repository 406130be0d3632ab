import type { Texts } from '../en';

export const signIn: Texts['signIn'] = {
  title: 'Anmelden',
  account: 'Konto',
  accountHint: 'Der kurze Name Ihres Kontos, zum Beispiel „acme“.',
  userName: 'E-Mail-Adresse',
  password: 'Passwort',
  signIn: 'Anmelden',
  firstTime: 'Hat hier noch niemand ein Konto?',
  setUp: 'Das erste Konto anlegen',
  forgotten: 'Passwort vergessen? Ein Administrator Ihres Kontos kann einen neuen Link für Sie erzeugen.',
};

export const setUp: Texts['setUp'] = {
  title: 'Das erste Konto anlegen',
  about: 'Das geht einmal, für wen Rollcall installiert hat und das Einrichtungsgeheimnis kennt.',
  secret: 'Einrichtungsgeheimnis',
  secretHint: 'Es wurde beim Start von Rollcall ausgegeben und ist die Einstellung SETUP_SECRET.',
  accountName: 'Name des Kontos',
  slug: 'Kurzer Name',
  slugHint: 'Alle geben ihn beim Anmelden ein. Kleine Buchstaben, Ziffern und Bindestriche.',
  givenName: 'Vorname',
  familyName: 'Nachname',
  passwordHint: 'Mindestens 8 Zeichen, und keines der häufigsten Passwörter.',
  make: 'Konto und Administrator anlegen',
  done: 'Das Konto ist angelegt. Melden Sie sich jetzt an.',
};

export const setPassword: Texts['setPassword'] = {
  title: 'Wählen Sie Ihr Passwort',
  about: 'Danach können Sie sich mit Ihrer E-Mail-Adresse und diesem Passwort anmelden.',
  newPassword: 'Neues Passwort',
  set: 'Passwort setzen',
  done: 'Ihr Passwort ist gesetzt. Melden Sie sich jetzt an.',
  noLink:
    'In dieser Adresse ist kein Link enthalten. Öffnen Sie den ganzen Link, den Sie bekommen haben, oder bitten Sie einen Administrator um einen neuen.',
};
