/**
 * Who may import whom. Each rule has a sentence saying why, and a fixture in tests/architecture/fixtures/<rule> that must
 * break it (tests/architecture/boundaries.spec.ts). A fixture is a small repository of its own: with BOUNDARY_FIXTURES=1 the
 * rules speak of files inside the fixtures in place of the real ones.
 */
const root = process.env.BOUNDARY_FIXTURES ? 'tests/architecture/fixtures/[^/]+/' : '';
/** A file that imports. */
const at = (path) => `^${root}${path}`;
/** A file that is imported: a fixture may also import the real libraries by their package name. */
const to = (path) => (root ? `^${root}${path}|^${path}` : `^${path}`);
/** What only tests may do: specs, a package's test folder, tests/ at top level. */
const tests = [
  '[.]spec[.]ts$',
  '^tests/(?!architecture/fixtures/)',
  '^apps/[^/]+/test/',
  '^libs/[^/]+/test/',
  '^bench/',
];
const npm = (...names) => `(^|/)node_modules/(?:${names.join('|')})(?:/|$)`;

/**
 * The libraries, from the ground up (docs/architecture.md draws them): each may import those of lower floors, never one beside it or
 * above. Specs may also use test equipment; other rules say who else may.
 */
const floors = [
  ['contracts', 'scim', 'local-servers', 'transparency-log'],
  ['service-kit', 'audit-proof'],
  ['messaging', 'delivery'],
  ['persistence', 'gateway-kit'],
  ['service-host'],
];
const equipment = ['local-servers', 'testing'];

const floorRules = floors.map((floor, level) => ({
  name: 'libs-import-downwards',
  comment:
    'A library that imports one beside it or above can no longer be read, tested or replaced without that one: what two of them need goes a floor down, what needs two of them a floor up.',
  from: { path: at(`libs/(${floor.join('|')})/`) },
  to: {
    path: to('libs/'),
    pathNot: [to('libs/$1/'), to(`libs/(?:${[...floors.slice(0, level).flat(), ...equipment].join('|')})/`)],
  },
}));

const forbidden = [
  {
    name: 'apps-do-not-import-apps',
    comment: 'Services talk by messages and internal HTTP only: an import would tie their deployments together.',
    from: { path: at('apps/([^/]+)/') },
    to: { path: to('apps/([^/]+)/'), pathNot: to('apps/$1/') },
  },
  {
    name: 'libs-do-not-import-apps',
    comment: 'A library that knows an app is part of that app.',
    from: { path: at('libs/') },
    to: { path: to('apps/') },
  },
  ...floorRules,
  {
    name: 'every-lib-has-a-floor',
    comment: 'A library that stands on no floor (floors, above) is held by none of the rules about floors.',
    from: { path: at('libs/'), pathNot: at(`libs/(?:${[...floors.flat(), 'testing'].join('|')})/`) },
    to: {},
  },
  {
    name: 'scim-depends-on-nothing',
    comment:
      'The protocol is plain TypeScript: no framework, no Node API, no other library, so that it can be read and tested alone.',
    from: { path: at('libs/scim/src/'), pathNot: tests },
    to: { pathNot: to('libs/scim/src/') },
  },
  {
    name: 'proofs-depend-on-little',
    comment:
      'Who verifies an export reads and runs these libraries alone, without a network and without packages beside them: Node crypto, and in audit-proof the canonical form of JSON.',
    from: { path: at('libs/(?:transparency-log|audit-proof)/src/'), pathNot: tests },
    to: { pathNot: [to('libs/(?:transparency-log|audit-proof)/src/'), npm('canonicalize'), '^crypto$'] },
  },
  {
    name: 'contracts-depend-on-validation-only',
    comment:
      'The published language must be usable by any service: it needs class-validator and class-transformer (with its reflect-metadata), ajv in schema/, and of Node crypto and zlib for the form of tokens, nothing else.',
    from: { path: at('libs/contracts/src/'), pathNot: tests },
    to: {
      pathNot: [
        to('libs/contracts/src/'),
        npm('class-validator', 'class-transformer', 'reflect-metadata', 'ajv'),
        '^(?:crypto|zlib)$',
      ],
    },
  },
  {
    name: 'console-is-for-browsers',
    comment:
      'The console runs in browsers and knows what the API tells, nothing else: no package of ours, nothing of Node, no package of a server.',
    from: { path: at('apps/console/src/'), pathNot: tests },
    to: {
      pathNot: [
        to('apps/console/src/'),
        npm(
          'react',
          'react-dom',
          'react-aria-components',
          '@types/react',
          '@types/react-dom',
          '@tanstack/[^/]+',
          'lucide-react',
        ),
        npm('@fontsource-variable/inter'),
        '^react-aria-components$', // by conditions that only bundlers know
      ],
    },
  },
  {
    name: 'ajv-only-in-contracts-schema',
    comment:
      'There is one language of validation (ADR 0026): fast checks are compiled from its classes where a spec compares them with class-validator.',
    from: { path: at('(apps|libs)/'), pathNot: [at('libs/contracts/src/schema/'), ...tests] },
    to: { path: npm('ajv') },
  },
  {
    name: 'kafkajs-only-in-messaging',
    comment: 'kafkajs is to be replaced one day (ADR 0011): only libs/messaging knows it.',
    from: { pathNot: [at('libs/messaging/'), ...tests] },
    to: { path: npm('kafkajs') },
  },
  {
    name: 'database-only-in-persistence',
    comment:
      'SQL lives in libs/persistence and in the persistence folder of a service; everything else gets ports. A subject with tables of its own, that no decision loads or saves, keeps their SQL in its own folder (reconciliation, user-replica, sessions): the subject is read in one place.',
    from: {
      path: at('(apps|libs)/'),
      pathNot: [
        at('libs/persistence/'),
        at('libs/testing/'),
        at('apps/[^/]+/src/(?:persistence|reconciliation|user-replica|sessions)/'),
        ...tests,
      ],
    },
    to: { path: npm('typeorm', 'pg', '@types/pg') },
  },
  {
    name: 'outward-only-in-delivery',
    comment:
      'What goes to addresses that customers name is sent where each address is checked, and mail by one transport: libs/delivery alone knows how.',
    from: { path: at('(apps|libs)/'), pathNot: [at('libs/delivery/'), ...tests] },
    to: { path: npm('nodemailer') },
  },
  {
    name: 'persistence-knows-no-nest',
    comment:
      'Inbox, outbox and transactions are run by whoever has a database: services, migrations, operators, tests without Nest. libs/service-host is the room where they meet Nest.',
    from: { path: at('libs/persistence/'), pathNot: tests },
    to: { path: npm('@nestjs/[^/]+') },
  },
  {
    name: 'persistence-does-not-import-its-users',
    comment:
      'Reconciliation, sessions, erasure, leavers, notices and deliveries read and write through persistence: an arrow back would make one folder of the two.',
    from: { path: at('apps/([^/]+)/src/persistence/') },
    to: { path: to('apps/$1/src/(?:reconciliation|sessions|erasure|leavers|notices|deliveries)/') },
  },
  {
    name: 'scim-only-in-the-gateway',
    comment: "SCIM's words stay at the edge (docs/architecture.md#words): services speak of users, teams and rosters.",
    from: { path: at('(apps|libs)/'), pathNot: [at('apps/scim-gateway/'), at('libs/scim/'), ...tests] },
    to: { path: to('libs/scim/') },
  },
  {
    name: 'domain-is-pure',
    comment:
      'Decisions are pure functions over contracts, and over what the audit log is proved with, which is pure itself: no framework, database, broker, clock or random inside (pass them in). The plan of a reconciliation is one too, beside the run that carries it out.',
    from: { path: at('apps/[^/]+/src/(?:domain/|reconciliation/plan-)'), pathNot: tests },
    to: { pathNot: [to('apps/[^/]+/src/(?:domain/|reconciliation/plan-)'), to('libs/(?:contracts|audit-proof)/')] },
  },
  {
    name: 'testing-only-in-tests',
    comment:
      'Production code that imports test equipment ships it. Tools are production too, `npm start` is one of them; only trials are tests, and who takes pictures starts their browser.',
    from: {
      path: at('(apps|libs|tools)/'),
      pathNot: [at('libs/testing/'), at('tools/[^/]+/trial[^/]*[.]ts$'), at('tools/docs/screenshots/'), ...tests],
    },
    to: { path: to('libs/testing/') },
  },
  {
    name: 'local-servers-not-in-services',
    comment:
      'A Kafka and a PostgreSQL started by ourselves are for tools, benchmarks and tests: a service is given the address of its servers.',
    from: { path: at('(apps|libs)/'), pathNot: [at('libs/local-servers/'), at('libs/testing/'), ...tests] },
    to: { path: to('libs/local-servers/') },
  },
  {
    name: 'libs-through-their-index',
    comment:
      'A deep import makes every file of a library part of its interface; its own files and tests may. gateway-kit and service-kit have another entry each, for worker threads.',
    from: { path: at('(?:apps|libs|tests|bench|tools)/([^/]+)/') },
    to: {
      path: to('libs/([^/]+)/src/.'),
      pathNot: [
        to('libs/[^/]+/src/index\\.ts$'),
        to('libs/(?:gateway-kit/src/json|service-kit/src/threads)/index\\.ts$'),
        to('libs/$1/'),
      ],
    },
  },
  {
    name: 'no-cycles',
    comment: 'Two files that import each other are one file with a torn page.',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
];

module.exports = {
  forbidden: forbidden.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    // What is built, of ours only: many a library is imported from a folder of that name.
    exclude: { path: ['^[.]local/', '^(?!node_modules/).*/(?:dist|[.]local)/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'node', 'default'] },
    tsConfig: { fileName: 'tsconfig.base.json' },
  },
};
