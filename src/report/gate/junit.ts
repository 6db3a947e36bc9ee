import { create } from 'xmlbuilder2';
import { figures } from './figures.js';
import type { GateReport, GateRun, JudgedExpectation } from './gate-report.js';

/** An element as the builder takes it: `@name` is an attribute, `#` the text. */
type Element = { readonly [name: string]: string | Element | readonly Element[] };

/**
 * A gate's report as JUnit XML: a suite per scenario and logger, a case per expectation. It has what
 * the schema of Apache Ant's JUnit task requires, in its order, and nothing that Jenkins's junit-10
 * does not know. Time stamps and durations are zero: equal runs give equal bytes.
 */
export function junitGate(report: GateReport): string {
  const testsuite = report.runs.map((run, id) => suite(run, id, report));
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
    replications: String(run.replications),
    confidence: String(terms.confidence),
  };
  return {
    '@name': `${scenario} ${logger}`,
    '@package': 'latsim',
    '@id': String(id),
    '@timestamp': '1970-01-01T00:00:00',
    '@hostname': 'localhost',
    '@tests': String(expectations.length),
    '@failures': count('fail'),
    '@errors': '0',
    '@skipped': count('inconclusive'),
    '@time': '0',
    properties: {
      property: Object.entries(properties).map(([name, value]) => ({
        '@name': name,
        '@value': value,
      })),
    },
    testcase: expectations.map((one) => testcase(run, one)),
    'system-out': {},
    'system-err': {},
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
    `replay: ${one.replay}`,
  ];
  const told = { '@message': figures(one), '#': detail.join('\n') };
  return one.decision === 'fail'
    ? { ...attributes, failure: { '@type': 'expectation', ...told } }
    : { ...attributes, skipped: told };
}
