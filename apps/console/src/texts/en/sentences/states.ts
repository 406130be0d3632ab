/** What an admin does about a state of provisioning, on the page that tokens are made on. */
export const stateTodos = {
  'no-token': 'Generate a token, and enter it in the identity provider.',
  'token-died':
    'Generate a token, enter it in the identity provider, and have that repeat what failed: it does not do so by itself.',
  'dead-token-used': 'Enter a token that works in the identity provider, or remove the app that uses this one.',
  'token-ends-soon':
    'Generate its successor now, and enter it in the identity provider: both may work at the same time.',
};
