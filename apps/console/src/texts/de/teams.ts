import type { Texts } from '../en';
import { number, plural } from '../format';

export const teams: Texts['teams'] = {
  about:
    'Wer zusammenarbeitet. Ein Team gehört Ihrem Verzeichnis, das dann sagt, wer darin ist, oder diesem Arbeitsbereich.',
  new: 'Neues Team',
  list: 'Teams',
  search: 'Teams nach Namen suchen',
  total: (count) => plural(count, { one: '1 Team', other: `${number(count)} Teams` }),
  columns: { name: 'Name', owner: 'Gepflegt von', members: 'Personen', drift: 'Weicht ab', held: 'Wartet' },
  owner: 'Gepflegt von',
  owners: { all: 'Alle', directory: 'Verzeichnis', workspace: 'Dieser Arbeitsbereich' },
  ownedSince: (provider, date) => `${provider} seit ${date}`,
  owned: (provider) => provider,
  workspace: 'Arbeitsbereich',
  onlyDrift: 'Nur abweichende',
  onlyHeld: 'Nur solche, die auf einen Administrator warten',
  drift: (extra, missing) =>
    [extra > 0 ? `+${number(extra)}` : '', missing > 0 ? `−${number(missing)}` : ''].filter(Boolean).join(' '),
  driftLong: (extra, missing) =>
    `${number(extra)} im Team und nicht in der Gruppe, ${number(missing)} in der Gruppe und nicht im Team`,
  same: 'Nein',
  held: 'Wartet auf einen Administrator',
  none: 'Noch keine Teams. Senden Sie eine Gruppe aus Ihrem Identitätsanbieter, oder legen Sie hier ein Team an.',
  noneFound: (search) => `Kein Team hat „${search}“ im Namen.`,
  noneSuch: 'Kein Team ist so.',
  clear: 'Alle Teams anzeigen',
  name: 'Name',
  nameHint: 'Kein anderes Team des Arbeitsbereichs darf denselben haben.',
  make: 'Team anlegen',
  made: (name) => `Das Team ${name} ist angelegt.`,
  rename: 'Umbenennen',
  renameTitle: (name) => `${name} umbenennen`,
  renamed: (name) => `Das Team heißt jetzt ${name}.`,
  changedMeanwhile:
    'Jemand hat dieses Team inzwischen geändert. Ihre Eingabe ist noch da. Speichern Sie noch einmal, damit sie gilt.',
};

export const team: Texts['team'] = {
  tabs: { label: 'Teile des Teams', members: 'Personen', drift: 'Abweichungen', history: 'Verlauf' },
  facts: {
    owner: 'Gepflegt von',
    members: 'Personen',
    made: 'Angelegt',
    group: 'Kennung im Verzeichnis',
    id: 'Kennung',
  },
  kept: (provider) =>
    `Das Verzeichnis pflegt dieses Team (${provider}). Wer hier von Hand hinzugefügt wird, wird innerhalb einer Sekunde wieder herausgenommen. Ändern Sie die Gruppe in ${provider}, oder geben Sie das Team zurück.`,
  keptRefused: (provider) =>
    `Das Verzeichnis pflegt dieses Team (${provider}), und Änderungen von Hand werden abgelehnt. Ändern Sie die Gruppe in ${provider}, oder geben Sie das Team zurück.`,
  keptReported: (provider) =>
    `Das Verzeichnis pflegt dieses Team (${provider}). Wer hier von Hand hinzugefügt wird, bleibt vorerst: Der Abgleich berichtigt gerade nichts.`,
  keptBriefly: 'Das Verzeichnis pflegt dieses Team: Es sagt, wer darin ist.',
  heldNote: (since) =>
    `Viele Mitglieder sind nicht in der Gruppe. Seit ${since} muss ein Administrator entscheiden, ob sie herausgenommen werden.`,
  lately: 'Was hier zuletzt geschehen ist',
  members: {
    list: 'Personen des Teams',
    columns: { name: 'Name', how: 'Wie', when: 'Seit', by: 'Von' },
    directory: 'Durch die Gruppe',
    manual: 'Von Hand',
    none: 'Noch niemand ist in diesem Team. Fügen Sie jemanden hinzu.',
    noneRead: 'Noch niemand ist in diesem Team.',
    noneInGroup: (provider) => `Die Gruppe ist in ${provider} leer, also ist niemand in diesem Team.`,
  },
  putIn: {
    open: 'Jemanden hinzufügen',
    title: (name) => `Jemanden zu ${name} hinzufügen`,
    search: 'Personen nach Name oder E-Mail-Adresse suchen',
    found: 'Gefundene Personen',
    none: (search) => `Niemand hat „${search}“ in Name oder Adresse.`,
    start: 'Geben Sie einen Teil eines Namens oder einer Adresse ein.',
    choose: (name) => `${name} hinzufügen`,
    done: (name, of) => `${name} ist jetzt in ${of}.`,
    evicted: (name, provider) =>
      `${provider} pflegt dieses Team: ${name} wird innerhalb einer Sekunde wieder herausgenommen.`,
    stays: (name) => `${name} bleibt, bis der Abgleich wieder berichtigt.`,
    nothing: (name) => `${name} ist schon in diesem Team.`,
    fits: (name) => `${name} bekommt Zugang zu allem, was dieses Team sieht.`,
    act: 'Hinzufügen',
  },
  takeOut: {
    open: (name) => `${name} herausnehmen`,
    short: 'Herausnehmen',
    column: 'Aktionen',
    title: (name, of) => `${name} aus ${of} herausnehmen?`,
    loses: (name) => `${name} verliert den Zugang, den dieses Team gibt.`,
    restored: (name, provider) =>
      `${provider} pflegt dieses Team: ${name} wird innerhalb einer Sekunde wieder hinzugefügt.`,
    stays: (name) => `${name} bleibt draußen, bis der Abgleich wieder berichtigt.`,
    nothing: (name) => `${name} ist nicht mehr in diesem Team.`,
    act: 'Herausnehmen',
    done: (name, of) => `${name} ist nicht mehr in ${of}.`,
  },
  waiting: (name) => `Warten, was aus ${name} wird…`,
  unsettled: (name) => `Aus ${name} ist bisher nichts geworden: Der Abgleich hat es noch nicht berichtigt.`,
  staysReported: (name) => `${name} bleibt, weil der Abgleich gerade nur berichtet.`,
  staysPaused: (name) => `${name} bleibt vorerst, weil der Abgleich angehalten ist.`,
  staysOut: (name) => `${name} bleibt vorerst draußen, weil der Abgleich gerade nichts berichtigt.`,
  drift: {
    none: 'Nichts weicht ab.',
    noGroup: 'Dieses Team gehört dem Arbeitsbereich. Es gibt keine Gruppe, von der es abweichen könnte.',
    compared: (since) => `Verglichen ${since}.`,
    extra: 'Im Team, nicht in der Gruppe',
    missing: 'In der Gruppe, nicht im Team',
    noExtra: 'Niemand.',
    noMissing: 'Niemand.',
    addedBy: (name, when) => `hinzugefügt von ${name}, ${when}`,
    addedByGroup: (when) => `kam mit der Gruppe, ${when}`,
    removedBy: (name, when) => `herausgenommen von ${name}, ${when}`,
    removed: (name) => `herausgenommen von ${name}`,
    unknown: 'niemand weiß, wie diese Person ging',
    first: (shown, count) => `Die ersten ${number(shown)} von ${number(count)}.`,
    willGo: 'Wird im nächsten Lauf herausgenommen.',
    willCome: 'Wird im nächsten Lauf wieder hinzugefügt.',
    isHeld: 'Bleibt, bis ein Administrator den Lauf geschehen lässt.',
    isHeldOut: 'Bleibt draußen, bis ein Administrator den Lauf geschehen lässt.',
    reported: 'Bleibt, weil der Abgleich nur berichtet.',
    reportedOut: 'Bleibt draußen, weil der Abgleich nur berichtet.',
    paused: 'Bleibt, solange der Abgleich angehalten ist, und wird herausgenommen, wenn er weitergeht.',
    pausedOut: 'Bleibt draußen, solange der Abgleich angehalten ist, und wird hinzugefügt, wenn er weitergeht.',
  },
  history: {
    list: 'Verlauf des Teams',
    none: 'Von diesem Team ist nichts bekannt. Das Protokoll wird nur eine Zeit lang aufbewahrt.',
  },
  look: { act: 'Jetzt ansehen', done: (name) => `${name} wird gerade angesehen.` },
  release: { act: 'Geschehen lassen', see: 'Wer es ist' },
  delete: {
    act: 'Löschen',
    title: (name) => `${name} löschen?`,
    loses: (count) =>
      plural(count, {
        one: 'Die eine Person darin verliert den Zugang, den es gibt. Das kann nicht rückgängig gemacht werden.',
        other: `Die ${number(count)} Personen darin verlieren den Zugang, den es gibt. Das kann nicht rückgängig gemacht werden.`,
      }),
    nobody: 'Niemand ist darin. Das kann nicht rückgängig gemacht werden.',
    unknown: 'Wer darin ist, verliert den Zugang, den es gibt. Das kann nicht rückgängig gemacht werden.',
    done: (name) => `Das Team ${name} ist gelöscht.`,
  },
  handBack: {
    act: 'Zurückgeben',
    title: (name) => `${name} dem Arbeitsbereich zurückgeben?`,
    stay: (count) =>
      count === undefined
        ? 'Alle Personen bleiben.'
        : plural(count, { one: 'Die eine Person darin bleibt.', other: `Alle ${number(count)} Personen bleiben.` }),
    after: (provider) =>
      `Von da an entscheiden Sie, wer darin ist. Sendet ${provider} die Gruppe wieder, übernimmt sie das Team.`,
    nothing: 'Dieses Team gehört schon dem Arbeitsbereich.',
    done: (name) => `${name} gehört jetzt dem Arbeitsbereich.`,
  },
};
