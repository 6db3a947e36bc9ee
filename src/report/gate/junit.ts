import { figures } from './figures.js';
import { type GateReport, type GateRun, type JudgedExpectation, runName } from './report.js';
import type { Reporter } from './reporter.js';

export const junit: Reporter = {
  name: 'junit',
  says: 'JUnit XML, for servers of continuous integration',
  report: junitGate,
};

/** An element as the builder takes it: `@name` is an attribute, `#` the text. */
type Element = { readonly [name: string]: string | Element | readonly Element[] };

/**
 * A gate's report as JUnit XML: a suite per scenario and logger, a case per expectation, and a case
 * with an error for each run that was interrupted. It has what
 * the schema of Apache Ant's JUnit task requires, in its order, and nothing that Jenkins's junit-10
 * does not know. Time stamps and durations are zero: equal runs give equal bytes.
 */
export async function junitGate(report: GateReport): Promise<string> {
  // Loaded only where XML is asked for: it is large.
  const { create } = await import('xmlbuilder2');
  const known = new Set(report.runs.map(runName));
  const missing = report.unfinished.filter((name) => !known.has(name));
  const testsuite = [
    ...report.runs.map((run, id) => suite(run, id, report)),
    ...missing.map((name, i) => missingSuite(name, report.runs.length + i, report)),
  ];
  // What XML has no character for is left out.
  const settings = { encoding: 'UTF-8', invalidCharReplacement: '' };
  return `${create(settings, { testsuites: { testsuite } }).end({ prettyPrint: true })}\n`;
}

function suite(run: GateRun, id: number, { tool, terms, scenarios }: GateReport): Element {
  const { scenario, logger, file, expectations } = run;
  const count = (decision: string) =>
    String(expectations.filter((one) => one.decision === decision).length);
  const hash = scenarios.find((one) => one.file === file)?.hash ?? '';
  const properties = {
    tool: `${tool.name} ${tool.version}`,
    file,
    hash,
    seed: String(run.seed),
    profile: run.profile,
    margin: String(run.margin),
    replications: String(run.replications),
    confidence: String(terms.confidence),
  };
  const cases = expectations.map((one) => testcase(run, one));
  if (run.partial) cases.push(interrupted(`${scenario}.${logger}`));
  return {
    ...head(`${scenario} ${logger}`, id),
    '@tests': String(cases.length),
    '@failures': count('fail'),
    '@errors': run.partial ? '1' : '0',
    '@skipped': count('inconclusive'),
    '@time': '0',
    properties: {
      property: Object.entries(properties).map(([name, value]) => ({
        '@name': name,
        '@value': value,
      })),
    },
    testcase: cases,
    'system-out': {},
    'system-err': {},
  };
}

/** A run of which nothing was judged. */
function missingSuite(name: string, id: number, { tool }: GateReport): Element {
  return {
    ...head(name, id),
    '@tests': '1',
    '@failures': '0',
    '@errors': '1',
    '@skipped': '0',
    '@time': '0',
    properties: { property: { '@name': 'tool', '@value': `${tool.name} ${tool.version}` } },
    testcase: [interrupted(name)],
    'system-out': {},
    'system-err': {},
  };
}

function head(name: string, id: number): Element {
  return {
    '@name': name,
    '@package': 'latsim',
    '@id': String(id),
    '@timestamp': '1970-01-01T00:00:00',
    '@hostname': 'localhost',
  };
}

function interrupted(classname: string): Element {
  const message = 'interrupted before this run was finished';
  return {
    '@name': 'interrupted',
    '@classname': classname,
    '@time': '0',
    error: { '@type': 'interrupted', '@message': message, '#': message },
  };
}

function testcase({ scenario, logger }: GateRun, one: JudgedExpectation): Element {
  const { file, line } = one.place;
  const attributes = {
    '@name': one.expectation,
    '@classname': `${scenario}.${logger}`,
    '@time': '0',
  };
  if (one.decision === 'pass') return attributes;
  const detail = [
    `${file}${line === null ? '' : `:${line}`}: ${one.expectation}`,
    one.meaning,
    `rerun: ${one.replay}`,
    ...(one.note === undefined ? [] : [one.note.text, one.note.command]),
  ];
  const content = { '@message': figures(one), '#': detail.join('\n') };
  return one.decision === 'fail'
    ? { ...attributes, failure: { '@type': 'expectation', ...content } }
    : { ...attributes, skipped: content };
}
