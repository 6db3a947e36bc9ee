/**
 * The layers of latsim, lowest first: each may import only what is named for it (and itself).
 * `worlds` interprets loggers and may use `measure`; never the other way round.
 */
const layers = {
  kernel: [],
  loggers: ['kernel'],
  model: ['loggers', 'kernel'],
  measure: ['model', 'loggers', 'kernel'],
  worlds: ['measure', 'model', 'loggers', 'kernel'],
  report: ['worlds', 'measure', 'model', 'loggers', 'kernel'],
  scenario: ['worlds', 'measure', 'model', 'loggers', 'kernel'],
};

const downwards = Object.entries(layers).map(([layer, below]) => ({
  name: `${layer}-imports-downwards`,
  comment: `src/${layer} may import only ${[layer, ...below].join(', ')}.`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: '^src/', pathNot: `^src/(${[layer, ...below].join('|')})/` },
}));

export default {
  forbidden: [
    ...downwards,
    {
      name: 'library-without-cli',
      comment: 'src/index.ts is the library face: it offers everything but the command line.',
      severity: 'error',
      from: { path: '^src/index[.]ts$' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'node-only-at-the-edge',
      comment:
        'Only src/cli and src/scenario/files.ts may use Node itself; the rest runs in a browser.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli/|scenario/files[.]ts$)' },
      to: { dependencyTypes: ['core'] },
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
      comment: 'What src imports must be installed with the package.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
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
