import { number, plural } from '../format';

const people = (count: number) => plural(count, { one: '1 person', other: `${number(count)} people` });

export const reconciler = {
  about:
    'The reconciler keeps each team of the directory the same as its group: what people change in the team by hand is undone.',
  mode: {
    title: 'What it does',
    enforce: 'Puts right',
    'report-only': 'Only reports',
    paused: 'Paused',
    sentences: {
      enforce: 'What somebody changes by hand in a team of the directory is undone within a second.',
      'report-only': 'It shows where teams and groups differ, and changes nothing.',
      paused: 'Teams are not compared with their groups. What people change by hand stays until it resumes.',
    },
    since: (when: string, by: string) => `Since ${when}, by ${by}.`,
    sinceOnly: (when: string) => `Since ${when}.`,
    until: (when: string) => `Until ${when}; then everything is put right.`,
    reason: (reason: string) => `“${reason}”`,
    differ: (count: number, more: boolean) =>
      more
        ? `At least ${number(count)} teams differ from their groups. When it resumes, who is not in the group is put out, and who is missing is put in; where too many would be put out, an admin is asked first.`
        : plural(count, {
            one: '1 team differs from its group. When it resumes, who is not in the group is put out, and who is missing is put in; where too many would be put out, an admin is asked first.',
            other: `${number(count)} teams differ from their groups. When it resumes, who is not in the group is put out, and who is missing is put in; where too many would be put out, an admin is asked first.`,
          }),
    waiting: (count: number, oldest: string) =>
      plural(count, {
        one: `The reconciler has 1 team to check, for ${oldest}.`,
        other: `The reconciler has ${number(count)} teams to check, the oldest for ${oldest}.`,
      }),
    idle: 'The reconciler has checked every team.',
  },
  pause: {
    act: 'Pause',
    title: 'Pause the reconciler?',
    after:
      'Teams are not compared with their groups. What people change by hand stays until it resumes; then it is undone.',
    only: 'Only report',
    onlyTitle: 'Only report differences?',
    onlyAfter: 'It shows where teams and groups differ, and changes nothing until it resumes.',
    resume: 'Resume',
    resumeTitle: 'Resume the reconciler?',
    resumeAfter:
      'Every team is compared with its group now: who is not in the group is put out, and who is missing is put in. Where too many would be put out, an admin is asked first.',
    nothing: 'It is so already.',
    long: 'For how long',
    hour: 'For 1 hour',
    shift: 'For 8 hours',
    open: 'Until somebody resumes it',
    why: 'Why',
    whyHint: 'Everybody who sees that it is paused reads this.',
    paused: 'The reconciler is paused.',
    reports: 'The reconciler only reports now.',
    resumed: 'The reconciler works again.',
  },
  held: {
    title: 'Waits for an admin',
    would: (evict: number, members: number | undefined, team: string) =>
      members === undefined
        ? `This would put ${people(evict)} out of ${team}.`
        : `This would put ${number(evict)} of ${people(members)} out of ${team}.`,
    since: (when: string) => `Held since ${when}.`,
    restores: (count: number) => `${people(count)} would be put in again.`,
    byHand: (count: number, all: number, by: string, from: string, until: string) =>
      count === all
        ? `The directory did not remove them just now: they were put in by hand, by ${by} between ${from} and ${until}.`
        : `${people(count)} of them were put in by hand, most by ${by} between ${from} and ${until}.`,
    limit: (limit: number) =>
      `The limit of this team is ${number(limit)}: to put out more at once, an admin has to approve.`,
    see: (count: number) => `See all ${number(count)}`,
    names: 'Who would be put out',
    more: (count: number) => `and ${number(count)} more`,
    act: 'Let it happen',
    title2: (team: string) => `Put these people out of ${team}?`,
    type: (count: number) => `Type ${number(count)} to put ${people(count)} out`,
    meanwhile:
      'After you approve, the team is compared with its group once more: whoever is in the group by then stays, and whoever has left it since is put out too.',
    handBack: 'Or hand the team back to the workspace: all of them stay, and the group changes the team no more.',
    done: (team: string) => `Approved: they are put out of ${team}.`,
  },
  approved: {
    title: 'Approved, waits for the reconciler',
    state: 'Approved',
    soon: 'It happens within seconds.',
    later: 'It happens when the reconciler resumes: it is paused, or only reports, now.',
  },
  contended: {
    title: 'Again and again',
    sentence: (name: string, team: string, times: number) =>
      `${name} was put into ${team} ${number(times)} times within 15 minutes, and out each time. Somebody or a script does it.`,
  },
  drifting: {
    title: 'Teams that differ now',
    none: 'No team differs.',
    list: 'Teams that differ',
    extra: (count: number) => `${people(count)} too many`,
    missing: (count: number) => `${people(count)} missing`,
  },
  runs: {
    title: 'Runs',
    list: 'Runs',
    none: 'No run had anything to put right.',
    noneSuch: 'No run is so.',
    showAll: 'Show all runs',
    outcome: 'Outcome',
    outcomes: { all: 'All', done: 'Put right', held: 'Held', reported: 'Reported' },
    since: 'Since',
    sinces: { all: 'As far back as they are kept', hour: 'The last hour', day: 'The last day', week: 'The last week' },
    ofTeam: (team: string) => `Only of ${team}`,
    allTeams: 'Of all teams',
    columns: { time: 'Time', team: 'Team', what: 'What', why: 'Who and why' },
    formerTeam: 'A team that is gone',
    out: (count: number) => `${number(count)} out`,
    in: (count: number) => `${number(count)} in`,
    wouldOut: (count: number) => `${number(count)} would go`,
    wouldIn: (count: number) => `${number(count)} would come`,
    andMore: (sentence: string, count: number) => `${sentence} And ${number(count)} more.`,
  },
  run: {
    title: (team: string) => `Run of ${team}`,
    facts: { team: 'Team', when: 'When', outcome: 'Outcome', id: 'Id' },
    evicted: { done: 'Put out', held: 'Would be put out', reported: 'Would be put out' },
    restored: { done: 'Put in again', held: 'Would be put in again', reported: 'Would be put in again' },
    people: 'People of this run',
    columns: { name: 'Name', what: 'What', why: 'Why' },
    none: 'Nobody was put out or in.',
    why: 'Why it was held',
    whyHeld: 'It would have put out more people at once than is done without an admin.',
  },
  /** What became of one person. `team` is left out on the page of the team. */
  evicted: {
    byHand: (name: string, by: string, after: string, provider: string, team: string) =>
      `${name} was put in by ${by}, and out again ${after} later: ${provider} decides who is in ${team}.`,
    byHandOnly: (name: string, provider: string, team: string) =>
      `${name} was put in by hand, and out again: ${provider} decides who is in ${team}.`,
    notInGroup: (name: string, team: string) => `${name} was put out of ${team}: the group does not name this person.`,
    beforeTakeover: (name: string, provider: string, team: string) =>
      `${name} was put out of ${team}: in it before ${provider} took it over, and not in the group.`,
  },
  restored: {
    byHand: (name: string, by: string, after: string, provider: string, team: string) =>
      `${name} was taken out by ${by}, and put in again ${after} later: ${provider} decides who is in ${team}.`,
    byHandOnly: (name: string, provider: string, team: string) =>
      `${name} was taken out by hand, and put in again: ${provider} decides who is in ${team}.`,
    missing: (name: string, team: string) => `${name} was put into ${team} again: the group names this person.`,
  },
  would: {
    evict: (name: string, team: string) => `${name} would be put out of ${team}`,
    restore: (name: string, team: string) => `${name} would be put into ${team} again`,
    putIn: (by: string, when: string) => `put in by ${by}, ${when}`,
    takenOut: (by: string, when: string) => `taken out by ${by}, ${when}`,
    notInGroup: 'not in the group',
    inGroup: 'in the group',
  },
  thisTeam: 'this team',
  selfDone: (name: string, after: string, provider: string) =>
    `${name} was put in, and out again ${after} later: ${provider} decides who is in this team.`,
  selfRestored: (name: string, after: string, provider: string) =>
    `${name} was taken out, and put in again ${after} later: ${provider} decides who is in this team.`,
  lag: {
    title: 'How fast it is',
    about:
      'From a change by hand until it was put right: half of them were faster than the line, 95 of 100 were within the band.',
    chart: 'Time until a change by hand was put right',
    p50: 'half within',
    p95: '95 of 100 within',
    volume: 'Changes put right',
    count: 'How many',
    none: 'Nothing was put right in this time.',
    range: 'Time',
    ranges: { hour: 'The last hour', day: 'The last day', week: 'The last week' },
  },
};
