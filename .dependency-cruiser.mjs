/**
 * The rooms of latsim, lowest first. A room imports itself and the rooms before it, never one after it.
 * CONTRIBUTING.md says what a line in each may know.
 */
const rooms = [
  'stats',
  'text',
  'kernel',
  'effects',
  'model',
  'strategies',
  'loggers',
  'measure',
  'worlds',
  'expectation',
  'scenario',
  'litellm',
  'studies',
  'report',
  'jobs',
  'files',
  'library',
  'live',
  'browser',
  'cli',
];

/** Before `jobs` no room knows Node: they run in a page as well. */
export const pureRooms = rooms.slice(0, rooms.indexOf('jobs'));

const downwards = rooms.map((room, i) => {
  const allowed = rooms.slice(0, i + 1).join('|');
  return {
    name: `${room}-imports-downwards`,
    comment: `src/${room} may import only ${allowed.replaceAll('|', ', ')}.`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    to: { path: '^src/', pathNot: `^src/(${allowed})/` },
  };
});

/** They lay out text, colour it, and build XML; each reaches for Node. */
const drawing = 'node_modules/(cli-table3|chalk|xmlbuilder2)/';

export default {
  forbidden: [
    ...downwards,
    {
      name: 'library-without-cli',
      comment: 'src/index.ts is the library face: it offers everything but the command line.',
      severity: 'error',
      from: { path: '^src/index[.]ts$' },
      to: { path: '^src/(live|browser|cli)/' },
    },
    {
      name: 'node-only-at-the-edge',
      comment: 'What stands before src/jobs runs in a browser too.',
      severity: 'error',
      from: { path: `^src/(${pureRooms.join('|')})/` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'one-door-for-each-drawing-package',
      comment: 'Tables, colours and XML: a report asks the file that knows how.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/(report/kit/table|report/gate/junit|cli/terminal)[.]ts$',
      },
      to: { path: drawing },
    },
    {
      name: 'data-and-pictures-draw-by-themselves',
      comment:
        'What a study found (report.ts), and its SVG, Mermaid, Markdown and JSON, run in a page: only text and JUnit may reach a drawing package.',
      severity: 'error',
      from: { path: '^src/report/.*/(report|sequence|svg|mermaid|markdown|json)[.]ts$' },
      to: { path: drawing, reachable: true },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and that imports nothing is dead.',
      severity: 'error',
      from: { orphan: true, pathNot: '[.]d[.]ts$' },
      to: {},
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-dependency',
      comment:
        'What src imports must be installed with the package, or be asked for where it is used.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg'],
        dependencyTypesNot: ['type-only', 'npm-peer'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
