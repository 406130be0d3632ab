import type { Sentences } from '../../en/sentences';

export const stateTodos: Sentences['stateTodos'] = {
  'no-token': 'Erzeugen Sie ein Token und tragen Sie es beim Identitätsanbieter ein.',
  'token-died':
    'Erzeugen Sie ein Token, tragen Sie es beim Identitätsanbieter ein und lassen Sie ihn wiederholen, was fehlschlug: Von selbst tut er das nicht.',
  'dead-token-used':
    'Tragen Sie beim Identitätsanbieter ein Token ein, das gilt, oder entfernen Sie die App, die dieses benutzt.',
  'token-ends-soon':
    'Erzeugen Sie jetzt den Nachfolger und tragen Sie ihn beim Identitätsanbieter ein: Beide dürfen gleichzeitig gelten.',
};
