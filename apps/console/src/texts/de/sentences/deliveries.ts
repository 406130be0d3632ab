import type { Sentences } from '../../en/sentences';
import { number, plural } from '../../format';

const waiting = (count: number) =>
  plural(count, {
    one: 'Ein Eintrag ist noch zu senden',
    other: `${number(count)} Einträge sind noch zu senden`,
  });

export const deliverySentences: Sentences['deliveries'] = {
  problems: {
    'address-refused':
      'Die Adresse führt in ein privates Netz, an das diese Installation nicht sendet. Nehmen Sie eine öffentliche Adresse oder bitten Sie den Betrieb, diese zu erlauben.',
    'plain-http': 'Die Adresse ist http: oder leitet dorthin um. Diese Installation sendet nur an https:.',
    'no-public-address':
      'Der Name in der Adresse ist nicht bekannt (DNS) oder führt in ein privates Netz, an das diese Installation nicht sendet. Prüfen Sie die Schreibweise, nehmen Sie eine öffentliche Adresse oder bitten Sie den Betrieb, diese zu erlauben.',
    unreachable:
      'An dieser Adresse nimmt niemand Verbindungen an. Prüfen Sie, ob der Empfänger läuft, und seine Firewall.',
    certificate:
      'Das Zertifikat des Empfängers gilt nicht für diese Adresse, ist abgelaufen oder kommt von jemand Unbekanntem.',
    'timed-out':
      'Der Empfänger hat nicht rechtzeitig geantwortet: innerhalb von 10 Sekunden, bei einem Test von 5. Er sollte sofort mit 2xx antworten und erst danach arbeiten.',
    broken: 'Die Verbindung endete, bevor der Empfänger geantwortet hatte.',
    redirects:
      'Der Empfänger leitet auf eine Weise um, der nicht gefolgt wird. Tragen Sie die Adresse ein, an der es endet.',
    'secret-lost':
      'Das Geheimnis lässt sich nicht lesen: Der Schlüssel der Installation ist nicht der, mit dem es aufbewahrt wurde. Wechselt der Betrieb gerade den Schlüssel, geht es in einer Minute wieder; sonst erzeugen Sie ein neues Geheimnis.',
  },
  status: (status) =>
    `Der Empfänger hat mit ${status ?? 'einem Fehler'} geantwortet und nicht mit 2xx. Sein Protokoll sagt, warum.`,
  delivered: 'Es ist angekommen.',
  untried: 'Es wurde noch nicht versucht.',
  off: 'Der Webhook ist ausgeschaltet.',
  again: 'Es wird von selbst wieder versucht.',
  stream: {
    delivering: 'Was kommt, wird gesendet.',
    behind: (count) => `Es wird gesendet, ist aber im Rückstand: ${waiting(count)}.`,
    failing: (count, since) => `${since ? `Seit ${since} wurde` : 'Es wurde'} nichts angenommen: ${waiting(count)}.`,
    goesOn: 'Es wird von selbst wieder versucht und geht dort weiter, wo es war.',
    paused: (count) => `Ein Administrator hat es angehalten: ${waiting(count)}.`,
  },
};
