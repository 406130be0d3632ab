import { number, plural } from '../format';

export const teams = {
  about: 'Who works together. A team belongs to your directory, which then says who is in it, or to this workspace.',
  new: 'New team',
  list: 'Teams',
  search: 'Search teams by name',
  total: (count: number) => plural(count, { one: '1 team', other: `${number(count)} teams` }),
  columns: { name: 'Name', owner: 'Kept by', members: 'People', drift: 'Differs', held: 'Waits' },
  owner: 'Kept by',
  owners: {
    all: 'Anybody',
    directory: 'Directory',
    workspace: 'This workspace',
  },
  ownedSince: (provider: string, date: string) => `${provider} since ${date}`,
  owned: (provider: string) => provider,
  workspace: 'Workspace',
  onlyDrift: 'Only those that differ',
  onlyHeld: 'Only those that wait for an admin',
  drift: (extra: number, missing: number) =>
    [extra > 0 ? `+${number(extra)}` : '', missing > 0 ? `−${number(missing)}` : ''].filter(Boolean).join(' '),
  driftLong: (extra: number, missing: number) =>
    `${number(extra)} in the team and not in the group, ${number(missing)} in the group and not in the team`,
  same: 'No',
  held: 'Waits for an admin',
  none: 'No teams yet. Push a group from your identity provider, or make a team here.',
  noneFound: (search: string) => `No team has “${search}” in its name.`,
  noneSuch: 'No team is so.',
  clear: 'Show all teams',
  name: 'Name',
  nameHint: 'No other team of the workspace may have the same.',
  make: 'Make team',
  made: (name: string) => `The team ${name} is there.`,
  rename: 'Rename',
  renameTitle: (name: string) => `Rename ${name}`,
  renamed: (name: string) => `The team is called ${name} now.`,
  changedMeanwhile: 'Somebody changed this team in the meantime. Your input is kept. Save again to use yours.',
};

export const team = {
  tabs: { label: 'Parts of the team', members: 'People', drift: 'Differences', history: 'History' },
  facts: { owner: 'Kept by', members: 'People', made: 'Made', group: 'Id in the directory', id: 'Id' },
  kept: (provider: string) =>
    `The directory keeps this team (${provider}). Whoever is put in here by hand is put out again within a second. Change the group in ${provider}, or hand the team back.`,
  keptRefused: (provider: string) =>
    `The directory keeps this team (${provider}), and changes by hand are refused. Change the group in ${provider}, or hand the team back.`,
  keptReported: (provider: string) =>
    `The directory keeps this team (${provider}). Whoever is put in here by hand stays for now: the reconciler puts nothing right at the moment.`,
  keptBriefly: 'The directory keeps this team: it says who is in it.',
  heldNote: (since: string) =>
    `Many members are not in the group. Since ${since} an admin has to decide whether they are put out.`,
  lately: 'What happened here last',
  members: {
    list: 'People of the team',
    columns: { name: 'Name', how: 'How', when: 'Since', by: 'By' },
    directory: 'By the group',
    manual: 'By hand',
    none: 'Nobody is in this team yet. Put somebody in.',
    noneRead: 'Nobody is in this team yet.',
    noneInGroup: (provider: string) => `The group is empty in ${provider}, so nobody is in this team.`,
  },
  putIn: {
    open: 'Put somebody in',
    title: (team: string) => `Put somebody into ${team}`,
    search: 'Search people by name or e-mail address',
    found: 'People found',
    none: (search: string) => `Nobody has “${search}” in their name or address.`,
    start: 'Type a part of a name or an address.',
    choose: (name: string) => `Put in ${name}`,
    done: (name: string, team: string) => `${name} is in ${team} now.`,
    evicted: (name: string, provider: string) =>
      `${provider} keeps this team: ${name} will be put out again within a second.`,
    stays: (name: string) => `${name} stays until the reconciler puts things right again.`,
    nothing: (name: string) => `${name} is in this team already.`,
    fits: (name: string) => `${name} gets access to all that this team sees.`,
    act: 'Put in',
  },
  takeOut: {
    open: (name: string) => `Take out ${name}`,
    short: 'Take out',
    column: 'Actions',
    title: (name: string, team: string) => `Take ${name} out of ${team}?`,
    loses: (name: string) => `${name} loses the access that comes with this team.`,
    restored: (name: string, provider: string) =>
      `${provider} keeps this team: ${name} will be put in again within a second.`,
    stays: (name: string) => `${name} stays out until the reconciler puts things right again.`,
    nothing: (name: string) => `${name} is not in this team any more.`,
    act: 'Take out',
    done: (name: string, team: string) => `${name} is not in ${team} any more.`,
  },
  waiting: (name: string) => `Waiting for what becomes of ${name}…`,
  unsettled: (name: string) => `Nothing has become of ${name} so far: the reconciler has not put it right yet.`,
  staysReported: (name: string) => `${name} stays, because the reconciler only reports at the moment.`,
  staysPaused: (name: string) => `${name} stays for now, because the reconciler is paused.`,
  staysOut: (name: string) => `${name} stays out for now, because the reconciler puts nothing right at the moment.`,
  drift: {
    none: 'Nothing differs.',
    noGroup: 'This team belongs to the workspace. There is no group to differ from.',
    compared: (since: string) => `Compared ${since}.`,
    extra: 'In the team, not in the group',
    missing: 'In the group, not in the team',
    noExtra: 'Nobody.',
    noMissing: 'Nobody.',
    addedBy: (name: string, when: string) => `put in by ${name}, ${when}`,
    addedByGroup: (when: string) => `came with the group, ${when}`,
    removedBy: (name: string, when: string) => `taken out by ${name}, ${when}`,
    removed: (name: string) => `taken out by ${name}`,
    unknown: 'nobody knows how this person went',
    first: (shown: number, count: number) => `The first ${number(shown)} of ${number(count)}.`,
    willGo: 'Will be put out in the next run.',
    willCome: 'Will be put in again in the next run.',
    isHeld: 'Stays until an admin lets the run happen.',
    isHeldOut: 'Stays out until an admin lets the run happen.',
    reported: 'Stays, because the reconciler only reports.',
    reportedOut: 'Stays out, because the reconciler only reports.',
    paused: 'Stays while the reconciler is paused, and is put out when it resumes.',
    pausedOut: 'Stays out while the reconciler is paused, and is put in when it resumes.',
  },
  history: {
    list: 'History of the team',
    none: 'Nothing is known of this team. The log is kept for a time only.',
  },
  look: {
    act: 'Look now',
    done: (team: string) => `${team} is being looked at.`,
  },
  release: {
    act: 'Let it happen',
    see: 'See who',
  },
  delete: {
    act: 'Delete',
    title: (team: string) => `Delete ${team}?`,
    loses: (count: number) =>
      plural(count, {
        one: 'The 1 person in it loses the access that comes with it. This cannot be undone.',
        other: `The ${number(count)} people in it lose the access that comes with it. This cannot be undone.`,
      }),
    nobody: 'Nobody is in it. This cannot be undone.',
    unknown: 'Whoever is in it loses the access that comes with it. This cannot be undone.',
    done: (team: string) => `The team ${team} is deleted.`,
  },
  handBack: {
    act: 'Hand back',
    title: (team: string) => `Hand ${team} back to the workspace?`,
    stay: (count: number | undefined) =>
      count === undefined
        ? 'All people stay.'
        : plural(count, { one: 'The 1 person in it stays.', other: `All ${number(count)} people stay.` }),
    after: (provider: string) =>
      `From now on you decide who is in it. If ${provider} pushes the group again, it takes the team over.`,
    nothing: 'This team belongs to the workspace already.',
    done: (team: string) => `${team} belongs to the workspace now.`,
  },
};
