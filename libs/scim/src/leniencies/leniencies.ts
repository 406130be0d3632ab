/** A deliberate leniency: input that is accepted although the standard does not require it. */
export interface NamedLeniency {
  /** The clients that send it. */
  readonly sentBy: string;
  readonly what: string;
  readonly why: string;
  /** What becomes of it with a strict token, where it is not simply refused. */
  readonly strictly?: string;
}

/**
 * Every deliberate leniency, by the name under which the code grants it (`grant`) or cites it (`leniency: <name>`). A strict token
 * gets none of them. Tests compare this list with the code, and try each one both ways. What a rule of the product promises
 * is none: texts without controls (rule 4), names of managers that are kept as sent.
 */
export const leniencies = {
  schemasUnsaid: {
    sentBy: 'scripts, templates',
    what: 'A body may leave out "schemas", or name others',
    why: 'What is meant follows from method and address; RFC 7643 §3 and RFC 7644 §3.1 want it said.',
  },
  scim1Urns: {
    sentBy: 'OneLogin',
    what: 'SCIM 1.x URNs mean the core schema and the enterprise extension',
    why: "Its template's default says urn:scim:schemas:core:1.0.",
    strictly: 'refused; in paths and filters a name that is not known',
  },
  booleansAsText: {
    sentBy: 'Entra, OneLogin',
    what: '"True" and "False" in any case are booleans',
    why: "Entra's older dialect and templates send them as texts.",
  },
  scalarsAsText: {
    sentBy: 'templates',
    what: 'Numbers are taken where a text is expected',
    why: 'An employee number is typed as a number in many directories.',
  },
  singleValueForList: {
    sentBy: 'templates',
    what: 'A single value stands for a list of one',
    why: 'Templates that map one address forget the brackets.',
  },
  bareValues: {
    sentBy: 'Entra',
    what: 'A bare text stands for an object with "value"',
    why: 'Entra sends the manager, and roles, as bare texts.',
  },
  rolesAsJson: {
    sentBy: 'Entra',
    what: 'Roles may be JSON texts with value and displayName',
    why: 'The functions SingleAppRoleAssignment and AppRoleAssignmentsComplex write them so.',
  },
  removedValues: {
    sentBy: 'Entra',
    what: 'Removing the value of an element removes the element',
    why: 'Entra clears an address by its value; what stays would be a type without an address, which importers trip over.',
    strictly: 'the value alone is removed',
  },
  unknownPaths: {
    sentBy: 'Okta, Entra',
    what: 'Operations on attributes that the schema does not know are ignored, whatever their names look like',
    why: 'Admins map attributes of their own; a refusal would lose the rest of the request.',
  },
  extensionWithoutUrn: {
    sentBy: 'templates, scripts',
    what: 'An attribute that only an extension has is taken without the URN',
    why: 'Whoever writes "manager" or "department" can mean nothing else, and a success that changes nothing is found by nobody.',
  },
  readOnlyIgnored: {
    sentBy: 'Okta',
    what: 'Operations on read-only attributes are ignored',
    why: 'Okta sends back what it was given; RFC 7644 §3.5.2 would have mutability.',
  },
  managerId: { sentBy: 'OneLogin', what: '"managerId" of the manager is its "value"', why: 'SCIM 1.x called it so.' },
  coreUrnAsObject: {
    sentBy: 'Okta',
    what: 'Attributes may stand under the URN of the core schema',
    why: 'The external namespace of a custom attribute can be the core URN.',
  },
  looseEscapes: {
    sentBy: 'Okta',
    what: 'What is no JSON escape in a filter is taken as it stands',
    why: 'How clients escape quotes and backslashes in filters is not documented.',
  },
  literalsInAnyCase: {
    sentBy: 'scripts',
    what: 'True, FALSE and Null in a filter are true, false and null',
    why: 'Languages that write True and None print filters so; nothing else can be meant.',
  },
  looseTimes: {
    sentBy: 'scripts',
    what: 'A time in a filter may be a date alone, without seconds, with an offset without a colon, or with a space where a plus sign was sent',
    why: 'A plus sign that is not encoded arrives as a space; nothing else can be meant by the others either.',
  },
  comparisonAfterBrackets: {
    sentBy: 'Entra',
    what: 'emails[type eq "work"].value eq "x" is read as one filter on an element',
    why: 'Entra matches by it; the grammar of the RFC has no such form.',
  },
  parametersInAnyCase: {
    sentBy: 'scripts',
    what: 'Parameters of a list in any case',
    why: 'A filter that is not read finds everybody, and whoever sent it takes the first of them for the one that was meant.',
  },
  emptyParameters: {
    sentBy: 'scripts, templates',
    what: 'A parameter of a list that is empty is as one that was not sent',
    why: 'Whoever puts an address together from what was filled in sends filter= where nothing was.',
  },
  opInAnyCase: {
    sentBy: 'Entra',
    what: '"Add", "Replace" and "Remove" in any case',
    why: "Entra's older dialect writes them with a capital.",
  },
  noOperations: {
    sentBy: "Entra's validator",
    what: 'An empty list of operations changes nothing',
    why: 'The validator sends it and expects success.',
  },
  dottedKeys: {
    sentBy: 'Entra',
    what: 'Keys of a value without a path may be paths',
    why: 'aadOptscim062020 sends "name.givenName" and URN-prefixed keys.',
  },
  bareArrays: {
    sentBy: 'Okta',
    what: 'A list without a path is the list of members',
    why: 'Seen live in group pushes.',
  },
  extensionAsPath: {
    sentBy: 'Entra',
    what: 'The URN of an extension may be a path, its value an object',
    why: 'Seen in strict suites, also with a "schemas" key inside.',
  },
  arrayOfOne: {
    sentBy: 'Entra, templates',
    what: 'A list of one stands for its element where there is no list',
    why: 'Replace on a value path comes so, and directories whose attributes are all lists send titles so.',
  },
  removeWithValues: {
    sentBy: 'Entra',
    what: 'A remove may name the elements in its value',
    why: "Entra's older dialect removes members so.",
  },
  elementFromFilter: {
    sentBy: 'Entra',
    what: 'A value set under a filter of equalities that no element fulfils makes an element that does',
    why: 'Entra sets addresses so that are not there yet; RFC 7644 §3.5.2.3 would have noTarget, as other filters get.',
  },
  equalId: {
    sentBy: 'Okta',
    what: 'The id of the resource may stand in a value, unchanged',
    why: 'Okta sends it with every change of a group.',
  },
  methodInAnyCase: {
    sentBy: 'scripts',
    what: 'The method of a bulk operation in any case',
    why: 'Only four methods can be meant.',
  },
  bulkPaths: {
    sentBy: 'scripts',
    what: 'The path of a bulk operation may have no slash at its beginning, or one at its end, and be in any case',
    why: 'Only two endpoints can be meant. A POST without a bulkId is taken too: nothing refers to it.',
  },
  bareTags: { sentBy: 'scripts', what: 'Entity tags without quotes, and * in quotes', why: 'curl users forget them.' },
} as const satisfies Record<string, NamedLeniency>;

export type LeniencyName = keyof typeof leniencies;
