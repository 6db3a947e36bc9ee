import { figures } from './figures.js';
import { markdownGate } from './markdown.js';
import type { GateReport, GateRun, JudgedExpectation } from './report.js';
import type { Reporter } from './reporter.js';

export const github: Reporter = {
  name: 'github',
  says: 'annotations and a summary, for GitHub Actions',
  report: githubAnnotations,
  runner: {
    variable: 'GITHUB_ACTIONS',
    summaryVariable: 'GITHUB_STEP_SUMMARY',
    summary: markdownGate,
  },
};

/**
 * Workflow commands of GitHub Actions: an annotation at the line of each expectation that fails or
 * is open. What holds is not mentioned.
 */
export function githubAnnotations({ runs, unfinished }: GateReport): string {
  const lines = runs.flatMap((run) =>
    run.expectations
      .filter(({ decision }) => decision !== 'pass')
      .map((one) => annotation(run, one)),
  );
  for (const name of unfinished) {
    lines.push(`::error title=latsim gate::${data(`interrupted: ${name} was not finished`)}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

function annotation({ scenario, logger, file }: GateRun, one: JudgedExpectation): string {
  const { decision, expectation, place, meaning, replay, note } = one;
  const level = decision === 'fail' ? 'error' : 'warning';
  const how = decision === 'fail' ? 'fails' : 'is undecided';
  // What is expected by an argument is shown at the head of the scenario.
  const { line, column } = place.line === null ? { line: 1, column: 1 } : place;
  const properties = {
    file: place.line === null ? file : place.file,
    line: String(line),
    col: String(column),
    title: `${scenario} under ${logger}: ${expectation} ${how}`,
  };
  const beside = note === undefined ? [] : [note.text, note.command];
  const message = [figures(one), meaning, `rerun: ${replay}`, ...beside].join('\n');
  const written = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${level} ${written.join(',')}::${data(message)}`;
}

/** A message as the runner reads it: per cent and line ends are encoded. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** The value of a property, in which also colons and commas are. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
