export const signIn = {
  title: 'Sign in',
  account: 'Account',
  accountHint: 'The short name of your account, as in “acme”.',
  userName: 'E-mail address',
  password: 'Password',
  signIn: 'Sign in',
  firstTime: 'Nobody has an account here yet?',
  setUp: 'Make the first account',
  forgotten: 'Forgot your password? An admin of your account can make you a new link.',
};

export const setUp = {
  title: 'Make the first account',
  about: 'This works once, for whoever installed Rollcall and knows its set-up secret.',
  secret: 'Set-up secret',
  secretHint: 'It was printed when Rollcall started, and is the setting SETUP_SECRET.',
  accountName: 'Name of the account',
  slug: 'Short name',
  slugHint: 'Everybody enters it to sign in. Small letters, digits and hyphens.',
  givenName: 'Given name',
  familyName: 'Family name',
  passwordHint: 'At least 8 characters, and none of those that people use most.',
  make: 'Make account and admin',
  done: 'The account is there. Sign in now.',
};

export const setPassword = {
  title: 'Choose your password',
  about: 'After this you can sign in with your e-mail address and this password.',
  newPassword: 'New password',
  set: 'Set the password',
  done: 'Your password is set. Sign in now.',
  noLink: 'This address has no link in it. Open the whole link that you were given, or ask an admin for a new one.',
};
