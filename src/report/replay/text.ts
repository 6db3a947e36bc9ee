import { findProfile } from '../../strategies/lowest-latency/profile.js';
import type { Advice } from '../../text/advice.js';
import { count } from '../../text/figures.js';
import { printable } from '../../text/harmless.js';
import type { ComparedField, FieldTally, Mismatch } from '../../worlds/replay/compared.js';
import type { Tool } from '../kit/json.js';
import { nextStep } from '../kit/next.js';
import { quotable } from '../kit/quotable.js';
import type { Style } from '../kit/style.js';
import { type Column, table } from '../kit/table.js';
import { clip, fold, WIDTH } from '../kit/words.js';
import { type RecordingsReport, type ReplayedFile, total } from './report.js';

const SHOWN_MISMATCHES = 10;
/** Of one side of a mismatch. */
const SHOWN_LINES = 4;

/** Recordings that were replayed as text, 80 columns wide: whether they agree, then what does not. */
export function textReplayed(
  report: RecordingsReport,
  { tool, next }: { readonly tool: Tool; readonly next: readonly Advice[] },
  style: Style,
): string {
  const { files, partial } = report;
  const differing = files.filter(({ mismatches }) => mismatches > 0);
  const sections = [
    verdict(report, style),
    ...(partial ? [style.unsure('Interrupted: only what was finished was replayed.')] : []),
    ...(differing.length > 1 ? [tableOf(differing, style)] : []),
    ...differing.map((file) => differences(file, style)),
    ...nextStep(next, style),
    quotable(tool, [...new Set(files.map(({ profile }) => rulesOf(profile)))], style),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** A profile, or the version of something else. */
function rulesOf(profile: string): string {
  return findProfile(profile) === undefined ? profile : `profile ${profile}`;
}

/** In how many checks it agrees, of what, and by which rules. */
function verdict(report: RecordingsReport, style: Style): string {
  const { files } = report;
  const mismatches = total(report, 'mismatches');
  const checks = files.reduce((sum, file) => sum + checksOf(file), 0);
  const ops = total(report, 'ops');
  const operations = `${count(ops)} ${ops === 1 ? 'operation' : 'operations'}`;
  const [first] = files;
  const recording = files.length === 1 ? 'the recording' : `${count(files.length)} recordings`;
  const others = files.filter(({ variant, profile }) => variant !== profile);
  const rules =
    first === undefined || others.length === 0 ? '' : `By the rules of ${first.profile}, `;
  if (checks === 0) {
    return style.unsure(`Nothing was to be checked in ${operations}.`);
  }
  const agreed = `${count(checks - mismatches)} of ${count(checks)} ${checks === 1 ? 'check' : 'checks'}`;
  const text = fold(
    `${rules}latsim agrees with ${recording} in ${agreed}, in ${operations}.`,
    WIDTH,
  ).join('\n');
  return mismatches === 0 ? style.good(text) : style.bad(text);
}

function tableOf(files: readonly ReplayedFile[], style: Style): string {
  const columns: Column[] = [
    { title: 'file' },
    { title: 'version' },
    { title: 'operations', align: 'right' },
    { title: 'differ', align: 'right' },
  ];
  const versions = files.map(({ variant, profile }) =>
    variant === profile ? profile : `${clip(printable(variant), 12)} as ${profile}`,
  );
  const versionWidth = Math.max(...versions.map((version) => version.length));
  const countWidth = Math.max(...files.map(({ mismatches }) => count(mismatches).length), 6);
  const nameWidth = WIDTH - versionWidth - 'operations'.length - countWidth - 8;
  const rows = files.map(({ file, ops, mismatches }, i) => [
    ending(printable(file), nameWidth),
    versions[i] as string,
    count(ops),
    count(mismatches),
  ]);
  return table(columns, rows, style.faint);
}

const checksOf = ({ fields }: ReplayedFile): number =>
  Object.values(fields).reduce((sum, { checked }) => sum + checked, 0);

/** What differs in a file: how much of what, then the first mismatches. */
function differences(replayed: ReplayedFile, style: Style): string {
  const { file, variant, profile, checks, fields, details, mismatches } = replayed;
  const columns: Column[] = [
    { title: 'check' },
    { title: 'number', align: 'right' },
    { title: 'differ', align: 'right' },
    { title: 'first at line', align: 'right' },
  ];
  const rows = checks.map(({ field, all }) => {
    const { checked, mismatches, firstLine } = fields[field] as FieldTally;
    return [all, count(checked), count(mismatches), firstLine === null ? '-' : String(firstLine)];
  });
  const shown = details.slice(0, SHOWN_MISMATCHES);
  const more = mismatches - shown.length;
  return [
    style.strong(fold(printable(file), WIDTH).join('\n')),
    fold(`recorded ${printable(variant)}, replayed as ${profile}`, WIDTH - 2)
      .map((line) => `  ${line}`)
      .join('\n'),
    '',
    table(columns, rows, style.faint),
    ...shown.flatMap((mismatch) => ['', mismatchText(mismatch, checks, style)]),
    ...(more === 0 ? [] : ['', `  and ${count(more)} more; --json has up to 10,000 of a file`]),
  ].join('\n');
}

function mismatchText(
  { line, op, t_s, field, expected, actual }: Mismatch,
  checks: readonly ComparedField[],
  style: Style,
): string {
  const check = checks.find((each) => each.field === field);
  const [a, b] = check?.texts?.(expected, actual) ?? [plainText(expected), plainText(actual)];
  const side = (name: string, text: string): string => {
    const lines = fold(text, WIDTH - 14);
    const cut = lines.length > SHOWN_LINES ? [...lines.slice(0, SHOWN_LINES), '...'] : lines;
    return cut.map((part, i) => `    ${(i === 0 ? name : '').padEnd(10)}${part}`).join('\n');
  };
  const title = check?.one === undefined ? '' : `, ${check.one}`;
  return [
    style.strong(`  line ${line}, ${op} at ${t_s} s${title}`),
    side('expected', a),
    side('actual', b),
  ].join('\n');
}

/** Candidates as they come; averages with their deployments. */
function plainText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'nobody' : value.join(', ');
  return Object.entries(value as Record<string, number | null>)
    .map(([id, average]) => `${id} ${average ?? 'none'}`)
    .join(', ');
}

/** The end of a text of at most `width` characters, with a mark that its beginning is missing. */
function ending(text: string, width: number): string {
  return text.length <= width ? text : `…${text.slice(1 - width)}`;
}
