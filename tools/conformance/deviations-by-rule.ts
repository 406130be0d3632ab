import type { Deviation } from './deviations.ts';

const typeUnknown = 'rule 3: a user type is admin, member, viewer, guest or a custom role of the account';
const readOnly = 'rule 3: user types and custom roles are made in the product: /Roles and /Entitlements are read';
const patchOfGroup =
  'RFC 7644 §3.5.2 lets a PATCH be answered 204: a change of one member of 100,000 does not return the others';
const patchOfUser = 'RFC 7644 §3.5.2 lets a PATCH be answered 200 with the resource, which other suites insist on';
const unknownResource = 'RFC 7644 §3.12: an address at which nothing is, is 404, whatever its last segment looks like';
const noSchemas = 'RFC 7644 §4: schemas are described at /Schemas, and not made there';

/**
 * Every check that fails with a strict token, and why it must: a numbered rule, a section of the standard, or a fault of the suite itself.
 */
export const deviations: readonly Deviation[] = [
  // scim2-tester
  {
    suite: 'scim2-tester',
    check: /^(Role|Entitlement) /,
    problem: /This address takes GET, HEAD and not POST/,
    because: readOnly,
  },
  {
    suite: 'scim2-tester',
    check: /^User check_remove_attribute/,
    problem: /did not remove attribute '(userType|active|emails|name)'/,
    because: 'rules 3 to 5: everybody has a type, a state and an address, and name is always shown',
  },
  {
    suite: 'scim2-tester',
    check: /^Group check_(add|replace)_attribute/,
    problem: /'members' was not (added|replaced) or has unexpected value/,
    because: 'RFC 7643 §4.2: members are shown with their display name, which the suite does not expect',
  },
  {
    suite: 'scim2-tester',
    check: /^User check_(add|replace)_attribute/,
    problem: /'emails'[^]*primary=True/,
    because: 'rule 4: the only address is the primary one, which imports need',
    mayPass: true, // the suite says by chance whether it is
  },
  {
    suite: 'scim2-tester',
    check: /^User check_(add|replace)_attribute/,
    problem: /attribute 'roles': The userType "[^"]+" is not known\. Valid are: admin, member, viewer, guest\./,
    because: typeUnknown,
    mayPass: true, // the suite makes the role by chance
  },
  {
    suite: 'scim2-tester',
    check: /^User check_(add|remove|replace)_attribute/,
    problem: /enterprise:2\.0:User': The URN of an extension alone is no path\. \(.*leniency extensionAsPath is off/,
    because: 'RFC 7644 §3.5.2: a path names an attribute, and the URN of a schema is none',
  },
  // scim-sanity
  { suite: 'scim-sanity', check: /^PATCH \/Groups/, problem: /^Expected (HTTP )?200, got 204/, because: patchOfGroup },
  {
    suite: 'scim-sanity',
    check: /^PATCH \/Groups\/\{id\} add member/,
    problem: /^Expected 200, got 400/,
    because: 'rule 12: every member is a user of the account',
  },
  // SAP's suite
  {
    suite: 'scimono',
    check: /204\(\)$|\.(testExecuting|testChangeUser|testPatch|testUpdate|E2E)/,
    problem: /expected: <204> but was: <200>/,
    because: patchOfUser,
  },
  {
    suite: 'scimono',
    check: /^(E2EUser|E2EPatchOperation|UserOperations|E2EGroup)/,
    problem: /"status":"400","scimType":"invalidValue","detail":"The userType .* is not known/,
    because: typeUnknown,
  },
  {
    suite: 'scimono',
    check: /Group/,
    problem: /"status":"400","scimType":"invalidValue","detail":"Groups within groups are not taken/,
    because: 'rule 12: a group is no member',
  },
  {
    suite: 'scimono',
    check: /SameDisplayName/,
    problem: /"status":"409","scimType":"uniqueness","detail":".* exists already and belongs to another pushed group/,
    because: 'rule 11: two teams of one name are one too many',
  },
  {
    suite: 'scimono',
    check: /Missing|WithoutUserName/,
    problem: /"status":"400","scimType":"invalidValue","detail":"userName is required/,
    because: 'RFC 7643 §4.1.1: the refusal that the check wants, which the client of the suite throws as an error',
  },
  {
    suite: 'scimono',
    check: /^(E2ESchema|E2ECustomAttributes|FilterEntities)ComplianceTest\.|ToCustomAttribute204/,
    problem: /"status":"405","detail":"This address takes GET, HEAD and not POST\."/,
    because: noSchemas,
  },
  {
    suite: 'scimono',
    check: /^SchemaOperationsHttpResponseCodeTest\.test(Create|Delete|GetSchema200|GetAllSchemas)/,
    problem: /Verify (Create|Delete) custom Schema response .*expected: <(201|400|404)> but was: <405>/,
    because: noSchemas,
  },
  {
    suite: 'scimono',
    check: /^SchemaOperationsHttpResponseCodeTest\.testGetSchemaWithIllegalId400/,
    problem: /expected: <400> but was: <404>/,
    because: unknownResource,
  },
  {
    suite: 'scimono',
    check: /^SchemaOperationsHttpResponseCodeTest\.testCreateSchemaWithInvalid(Name|Prefix)400/,
    problem: /^begin 48, end 2[78], length 2[78]$/,
    because: 'the suite fails by itself: it cuts the beginning off a name that is shorter',
  },
  {
    suite: 'scimono',
    check: /^InputValidationAttributeTypeTest/,
    problem: /attribute '(boolean|integer|decimal|string|dateTime|binary)Attribute' .* expected: <201> but was: <400>/,
    because: `${noSchemas}: a body that names one that was not made says what is not so (leniency schemasUnsaid)`,
  },
  {
    suite: 'scimono',
    check: /(StartId|SeveralPagesUsingId)/,
    problem: /'startId' ==> expected: <(initial|end)> but was: <null>|PagedByIdentitySearchResult\.getStartId/,
    because: 'RFC 9865 §2 is the standard for pages behind a place: `startId` is an extension of SAP',
  },
  {
    suite: 'scimono',
    check: /(IllegalId|HashTag)400/,
    problem: /expected: <400> but was: <404>/,
    because: unknownResource,
  },
  {
    suite: 'scimono',
    check: /NonExistingMember404/,
    problem: /expected: <404> but was: <400>/,
    because: 'rule 12: a member who is nobody is 400 invalidValue',
  },
  {
    suite: 'scimono',
    check: /DefaultStartIndex|MissingResource404|WithoutIdInBody200|MissingExtensionSchema|SchemasAttribute/,
    problem:
      /^(Could not initialize class com\.sap\.scimono\.scim\.system\.tests\.util\.CustomTargetSystemRestClient|java\.lang\.ExceptionInInitializerError)/,
    because: 'the suite fails by itself: these of its checks want a target system of SAP',
  },
  {
    suite: 'scimono',
    check: /^UserOperationsHttpResponseCodeTest\.testPatchUserRequestWithMissingValueIn(Add|Replace)Operation400/,
    problem: /expected: <400> but was: <404>/,
    because:
      'RFC 7643 §2.5: the null that the check sends is no value, and clears the attribute; no value at all is 400',
  },
  {
    suite: 'scimono',
    check: /^GroupOperationsHttpResponseCodeTest\.testPatchGroupWithNonExistingId404/,
    problem: /expected: <404> but was: <400>/,
    because: 'RFC 7643 §4.2: the check removes displayName, which is required, whatever group it is',
  },
  {
    suite: 'scimono',
    check: /testGetGroupsEmptyList/,
    problem: /Verify 'itemsPerPage' is 0 ==> expected: <true> but was: <false>/,
    because:
      'RFC 7644 §3.4.2: itemsPerPage is the number of resources returned: none, where the check wants more than none',
  },
  {
    suite: 'scimono',
    check: /testReplaceSingleValuedAttrThatHasNoPrevValue204/,
    problem: /expected: <204> but was: <400>/,
    because: typeUnknown,
  },
  {
    suite: 'scimono',
    check: /testReplaceValueWithIllegalAttributeType400/,
    problem: /Verify 'userType' remains the same ==> expected: <null> but was: <member>/,
    because: 'rule 3: who is new and names no type is a member; the refusal that the check wants has come before',
  },
  {
    suite: 'scimono',
    check: /testReplaceValuesOfMultivaluedAttributesByFilter204/,
    problem: /expected: <204> but was: <400>/,
    because:
      'RFC 7644 §3.5.2.3: what a value path leads to takes one value, where the check sends a list (leniency arrayOfOne)',
  },
  {
    suite: 'scimono',
    check: /testUpdateGroupRemovingMembers/,
    problem: /Verify members does not exist/,
    because: 'rule 12: a PUT without members leaves them',
  },
  {
    suite: 'scimono',
    check: /testPatchGroupRemoveOperationForSimpleAttribute/,
    problem: /expected: <204> but was: <400>/,
    because: 'RFC 7643 §4.2: displayName is required',
  },
];
