import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { setUp } from '../../src/files/gate-setup.js';
import { loadScenario } from '../../src/files/load.js';
import type { Scenario } from '../../src/scenario/schema.js';
import type { SimulationInput } from '../../src/studies/job.js';
import type { Study } from '../../src/studies/study.js';
import { asking, askingInTurns, type Bundle, bundled, ROOMS } from '../browser/page.js';
import * as engine from '../browser/rooms.js';
import { SMALL, workFolder } from '../cli/latsim.js';
import { explorations, inputOf } from '../studies/inputs.js';

/**
 * The promise: same scenario, seed and version, same bytes, on every machine and in a browser. So
 * all that may be asked of the pure rooms is bundled as for a page and runs where there is JavaScript and nothing
 * else. What a run cannot see, because it did not come that way or because it happens to come out
 * alike here, is looked for in the sources of all pure rooms: by the compiler with
 * `tsconfig.pure.json` (no global of Node or of a browser), and by their syntax.
 */

const bundle = await bundled(ROOMS);
const ask = asking(bundle);
const askInTurns = askingInTurns(bundle);

type Latsim = typeof engine;

function summary({ compile, simulate, summarise }: Latsim, scenario: Scenario) {
  const experiment = compile(scenario);
  return summarise(experiment, simulate(experiment), scenario.margin);
}

function exploration(latsim: Latsim, logger: string) {
  const program = { ...latsim.DEFAULT_PROGRAM, logger: latsim.loggerNamed(logger) };
  const options = latsim.DEFAULT_SEARCH_OPTIONS;
  const report = latsim.exploreReport(latsim.explore(program, options), options);
  const { violation } = report;
  const tool = { name: 'latsim', version: '0' } as const;
  const picture =
    violation === null
      ? ''
      : latsim.svgSequence(latsim.sequenceOfViolation(violation, tool), 'a-id');
  return { report, picture };
}

function comparison(latsim: Latsim, scenario: Scenario) {
  const run = (logger: string) => {
    const experiment = latsim.compile(scenario, { logger: latsim.loggerNamed(logger) });
    const { name, margin, seed, replications, duration: duration_s, assumes, reported } = scenario;
    return latsim.runReport(
      {
        tool: { name: 'latsim', version: '0' },
        scenario: { name, hash: '' },
        logger,
        strategy: scenario.router.strategy,
        profile: scenario.router.profile,
        seed,
        seeds: replications,
        duration_s,
        replication: null,
        margin,
        assumes,
        reported,
      },
      latsim.summarise(experiment, latsim.simulate(experiment), margin),
      false,
      [],
    );
  };
  return latsim.svgCompare(
    latsim.compareReport([run('unlocked'), run('locked'), run('atomic')], true, false),
  );
}

const asked = () => {
  const file = join(workFolder({ 'small.yaml': SMALL }), 'small.yaml');
  const expect = ['share(fast) >= 50%', 'lost <= 1', 'explore: violation with 2 tasks'];
  const gate = setUp('.', [file], { expect, maxSeeds: 20, fixed: false, confidence: 0.99 });
  return {
    scenario: inputOf().scenario,
    loggers: ['unlocked', 'locked', 'atomic'],
    explorations: explorations(),
    plan: gate.plan,
    live: gate.live,
  };
};

/** All questions, each answered job by job. */
async function questions(latsim: Latsim, given: ReturnType<typeof asked>) {
  const answered = <Found>(study: Study<Found>) =>
    latsim.answer(study, latsim.inline(), {
      stopRequested: () => false,
      progress: () => undefined,
    });
  const inputOf = (name: string): SimulationInput => ({
    scenario: given.scenario,
    numbers: new Map(),
    logger: { kind: 'shipped', name },
    cuts_s: [],
    maxEvents: 1e8,
  });
  const run = (name: string) => ({ input: inputOf(name), only: undefined, expectations: [] });
  const live = given.live.map((one) => ({ ...one, input: { ...one.input, numbers: new Map() } }));
  return {
    run: await answered(latsim.running(run('unlocked'))),
    compare: await answered(latsim.comparing(given.loggers.map(run))),
    trace: await answered(latsim.tracing({ input: inputOf('unlocked'), only: undefined, nth: 3 })),
    explore: await answered(latsim.exploringAll(given.explorations)),
    gate: (await answered(latsim.looking(given.plan, live))).runs,
  };
}

describe('in a page', () => {
  it.each(['16x4', 'tiered-redis', 'two-model-groups', 'per-token-inversion'])(
    '%s comes out as on the command line',
    (name) => {
      const { scenario } = loadScenario(name, { set: ['seeds=1'] });
      const here = summary(engine, scenario);
      const there = ask(summary, scenario);
      expect(there.traceHash).toBe(here.traceHash);
      expect(there.decisionsHash).toBe(here.decisionsHash);
      expect(there.verdict).toBe(here.verdict);
      expect(there).toEqual(JSON.parse(JSON.stringify(here)));
    },
  );

  it('an exploration finds the same violation, and draws it', () => {
    const { report, picture } = ask(exploration, 'unlocked');
    expect(report.violation?.kind).toBe('lost-update');
    expect(report.schedules).toBeGreaterThan(1);
    expect(picture).toMatch(/^<svg /);
    expect({ report, picture }).toEqual(exploration(engine, 'unlocked'));
    expect(ask(exploration, 'locked').report.violation).toBeNull();
  });

  it('a comparison is the same picture', () => {
    const { scenario } = loadScenario('16x4', { set: ['seeds=2'] });
    const picture = ask(comparison, scenario);
    expect(picture).toMatch(/^<svg /);
    expect(picture).toBe(comparison(engine, scenario));
  });

  it('all questions have the same answers', async () => {
    const given = asked();
    const here = await questions(engine, given);
    const there = await askInTurns(questions, given);
    expect(here.run.summary.samples.lost).toBeGreaterThan(0);
    expect(here.trace.loss?.nth).toBe(3);
    expect(here.explore.some((one) => one?.report?.violation)).toBe(true);
    expect(here.gate[0]?.judgements).toHaveLength(3);
    expect(there).toEqual(JSON.parse(JSON.stringify(here)));
  });
});

/** Which sources of a bundle know the machine: by their room, or by what they import. */
function ofTheMachine({ sources }: Bundle): string[] {
  return sources.filter(
    (file) =>
      /^(files|live|cli)\//.test(file) ||
      ts
        .preProcessFile(readFileSync(join(root, file), 'utf8'))
        .importedFiles.some(({ fileName }) => isBuiltin(fileName)),
  );
}

describe('the script of a page', () => {
  it('is made of files that know no machine, and of no package that reads or lays out text', () => {
    expect(ofTheMachine(bundle)).toEqual([]);
    expect(bundle.sources).toContain('jobs/answer.ts');
    expect(bundle.sources).not.toContain('scenario/schema.ts');
    expect(bundle.packages).toEqual(['seedrandom']);
  });

  it.each(['files/load.ts', 'jobs/work.ts'])('would be told of %s', (file) => {
    expect(ofTheMachine({ ...bundle, sources: [...bundle.sources, file] })).toEqual([file]);
  });

  it.each(['os', 'node:os'])('cannot be made with %s', async (name) => {
    const planted = `${ROOMS} import { cpus } from '${name}'; export const n = cpus().length;`;
    await expect(bundled(planted)).rejects.toThrow(`Could not resolve "${name}"`);
  });

  it.each([
    ['process', 'process.pid'],
    ['setTimeout', 'setTimeout'],
    ['Date', 'Date.now()'],
    ['Math.random', 'Math.random()'],
  ])('does not run with %s', async (name, use) => {
    const planted = await bundled(`${ROOMS} export const x = ${use};`);
    expect(() => asking(planted)).toThrow(`${name} is not`);
  });

  it('shows a package that it should not carry', async () => {
    const planted = await bundled(`${ROOMS} export * from '../scenario/schema.js';`);
    expect(planted.sources).toContain('scenario/schema.ts');
    expect(planted.packages).toContain('zod');
  });
});

const project = fileURLToPath(new URL('../../', import.meta.url));
const root = join(project, 'src');
const { pureRooms } = (await import(
  new URL('../../.dependency-cruiser.mjs', import.meta.url).href
)) as { readonly pureRooms: readonly string[] };

const globals = new Set(['Date', 'Intl', 'globalThis']);

/** Calendar arithmetic: the same everywhere, as neither a clock nor a zone is asked. */
const harmless = /^Date\.UTC$/;

/**
 * `Math.pow` gives other bits on other versions of V8, and so do `**`, `Math.log` and the like: of all but
 * these the language leaves the last digits to whoever carries it out.
 */
const members =
  /^(Math\.(?!(abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|[A-Z]\w*)$)\w+|.*\.(toLocale\w*|localeCompare))$/;

function impurities(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && globals.has(node.text) && !harmless.test(node.parent.getText())) {
      found.push(node.text);
    }
    if (ts.isPropertyAccessExpression(node) && members.test(node.getText())) {
      found.push(node.getText());
    }
    if (ts.isElementAccessExpression(node) && node.expression.getText() === 'Math') {
      found.push(node.getText());
    }
    if (
      node.kind === ts.SyntaxKind.AsteriskAsteriskToken ||
      node.kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken
    ) {
      found.push(node.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.ES2022, true));
  return found;
}

/** What a source names that the compiler knows as little as a bare context does. */
function unknownNames(source: string): string[] {
  const planted = join(root, 'kernel/planted.ts');
  const host = ts.createCompilerHost(pure.options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === planted
      ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022)
      : getSourceFile(name, ...rest);
  // With all pure rooms: the types of a package that they use may bring others with them.
  const program = ts.createProgram([...pure.fileNames, planted], pure.options, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(planted))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

const { config } = ts.readConfigFile(join(project, 'tsconfig.pure.json'), ts.sys.readFile);
const pure = ts.parseJsonConfigFileContent(config, ts.sys, project);

const files = pureRooms.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .map((file) => `${room}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts')),
);

describe('the pure rooms', () => {
  it('name nothing of the machine, the moment or the place', () => {
    const found = files.flatMap((file) =>
      impurities(readFileSync(join(root, file), 'utf8')).map((name) => `src/${file}: ${name}`),
    );
    expect(files.length).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });

  it('are compiled without Node and browser, but for the one whose package brings Node', () => {
    const compiled = pureRooms.filter((room) => room !== 'litellm').map((room) => `src/${room}`);
    expect(config.include).toEqual(compiled);
  });
});

describe('the check of purity', () => {
  it.each([
    ['const now = Date.now();', ['Date']],
    ['const now = new Date();', ['Date']],
    ["const then = Date.parse('2026-02-30');", ['Date']],
    ['const x = Math.random();', ['Math.random']],
    ["const x = Math['random']();", ["Math['random']"]],
    ['const x = 2 ** 3;', ['**']],
    ['let x = 2; x **= 3;', ['**=']],
    ['const x = Math.pow(2, 3);', ['Math.pow']],
    ['const x = Math.log(2);', ['Math.log']],
    ['const g = globalThis.Math;', ['globalThis']],
    ["['a'].sort((a, b) => a.localeCompare(b));", ['a.localeCompare']],
    ['const s = (1).toLocaleString();', ['(1).toLocaleString']],
    ["new Intl.NumberFormat('de');", ['Intl']],
  ])('finds %s', (source, expected) => {
    expect(impurities(source)).toEqual(expected);
  });

  it('lets pass what is only text, or a property', () => {
    const source =
      "/** Not Date.now(). */ const text = 'Math.random 2 ** 3'; const x = Math.sqrt(2) + Date.UTC(2026, 1);";
    expect(impurities(source)).toEqual([]);
  });

  it('has a compiler that knows neither Node nor a browser', () => {
    const names = ['process', 'performance', 'setTimeout', 'console', 'fetch', 'crypto', 'window'];
    const source = names.map((name) => `export const own_${name} = ${name};`).join('\n');
    const errors = unknownNames(`${source}\nexport const root = Math.sqrt(2);`);
    expect(errors).toHaveLength(names.length);
    for (const name of names) {
      expect(errors).toContainEqual(expect.stringMatching(`^Cannot find name '${name}'`));
    }
  });
});
