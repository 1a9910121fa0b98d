// Package and room boundaries. An arrow may only point down these lists; see docs/design.md, "The rooms".
const room = (name) => `^packages/server/src/${name}/`;

/** Rooms of the server from the top down: a room may import only itself and rooms in a later row. */
const floors = [
  ['cli'],
  ['http'],
  ['reporting'],
  ['analytics', 'experimentation', 'learning'],
  ['recommendation', 'ingestion'],
  ['profiles'],
  ['features'],
  ['stores', 'delivery'],
];

/** Clients of the HTTP API: they know no room of the server, only how to talk to it. */
const clients = ['simulation', 'client'];

const upward = floors
  .flatMap((names, i) =>
    names.map((name) => ({
      name: `${name}-imports-no-room-above-or-beside`,
      comment: `${name}/ may only import rooms below it. Move what both need down, or pass it in from app.ts.`,
      severity: 'error',
      from: { path: room(name), pathNot: '\\.test\\.ts$' },
      to: {
        path: floors
          .slice(0, i + 1)
          .flat()
          .filter((other) => other !== name)
          .map(room),
      },
    })),
  )
  .filter((rule) => rule.to.path.length > 0);

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'learn-stands-alone',
      comment: 'learn has no I/O and no clock: it may import @stdlib and itself only.',
      severity: 'error',
      from: { path: '^packages/learn/src', pathNot: '\\.test\\.ts$|/testing/' },
      to: { pathNot: '^packages/learn/src|node_modules/@stdlib|^@stdlib|^(node:)?worker_threads$' },
    },
    {
      name: 'charts-stand-alone',
      comment: 'charts builds options from plain data, for the page and for pictures: no DOM, no I/O.',
      severity: 'error',
      from: { path: '^packages/charts/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^packages/charts/src|node_modules/echarts/' },
    },
    {
      name: 'server-imports-no-page',
      severity: 'error',
      from: { path: '^packages/server' },
      to: { path: '^packages/(dashboard|sdk)' },
    },
    {
      name: 'sdk-imports-no-server',
      severity: 'error',
      from: { path: '^packages/sdk/src', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/(server|dashboard|learn)' },
    },
    {
      name: 'dashboard-talks-through-the-sdk',
      severity: 'error',
      from: { path: '^packages/dashboard/src', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^packages/(server|learn)' },
    },
    {
      name: 'only-composition-knows-everything',
      comment: 'app.ts and main.ts wire the rooms; nothing imports them but the command line and tests.',
      severity: 'error',
      from: { path: '^packages/server/src', pathNot: '\\.test\\.ts$|/(app|main)\\.ts$|/cli/|/testing/' },
      to: { path: '^packages/server/src/(app|main)\\.ts$' },
    },
    {
      name: 'clients-know-only-the-api',
      comment:
        'simulation/ and client/ talk to the server over HTTP like anyone else; they may use types of records.',
      severity: 'error',
      from: { path: clients.map(room), pathNot: '\\.test\\.ts$' },
      to: { path: floors.flat().map(room), pathNot: 'stores/journal/record\\.ts$' },
    },
    ...upward,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The swc parser cannot read TSX; packages/dashboard/src/boundaries.test.ts holds the page to the same rules.
    exclude: { path: '(^|/)dist/|\\.tsx$' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
