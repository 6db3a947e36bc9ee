import { element, escaped } from '../xml.js';
import { figures } from './figures.js';
import type { GateReport, GateRun, JudgedExpectation } from './gate-report.js';

/**
 * A gate's report as JUnit XML: a suite per scenario and logger, a case per expectation. It has what
 * the schema of Apache Ant's JUnit task requires, in its order, and nothing that Jenkins's junit-10
 * does not know. Time stamps and durations are zero: equal runs give equal bytes.
 */
export function junitGate(report: GateReport): string {
  const suites = report.runs.map((run, id) => suite(run, id, report));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${block('testsuites', {}, suites)}\n`;
}

function suite(run: GateRun, id: number, { tool, terms, scenarios }: GateReport): string {
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
  return block(
    'testsuite',
    {
      name: `${scenario} ${logger}`,
      package: 'latsim',
      id: String(id),
      timestamp: '1970-01-01T00:00:00',
      hostname: 'localhost',
      tests: String(expectations.length),
      failures: count('fail'),
      errors: '0',
      skipped: count('inconclusive'),
      time: '0',
    },
    [
      block(
        'properties',
        {},
        Object.entries(properties).map(([name, value]) => element('property', { name, value })),
      ),
      ...expectations.map((one) => testcase(run, one)),
      element('system-out', {}, ''),
      element('system-err', {}, ''),
    ],
  );
}

function testcase({ scenario, logger }: GateRun, one: JudgedExpectation): string {
  const { file, line } = one.place;
  const attributes = {
    name: one.expectation,
    classname: `${scenario}.${logger}`,
    time: '0',
  };
  if (one.decision === 'pass') return element('testcase', attributes);
  const message = figures(one);
  const detail = [
    `${file}${line === null ? '' : `:${line}`}: ${one.expectation}`,
    one.meaning,
    `replay: ${one.replay}`,
  ];
  const text = detail.map(escaped).join('\n');
  return block('testcase', attributes, [
    one.decision === 'fail'
      ? element('failure', { type: 'expectation', message }, text)
      : element('skipped', { message }, text),
  ]);
}

/** An element around others, each on lines of its own. */
function block(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly string[],
): string {
  return element(name, attributes, `\n${children.join('\n')}\n`);
}
