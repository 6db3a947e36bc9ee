import * as z from 'zod';
import { EXPECTATION_KINDS } from '../expectation/kinds/index.js';
import { pathIn } from '../files/paths.js';
import { readContent } from '../files/read.js';
import { tool } from '../files/tool.js';
import type { BaselineReport } from '../report/gate/report.js';
import { changeOf, type FigureChange, type Spread, spreadOf } from '../studies/gate/change.js';
import type { GateFound } from '../studies/gate/looks.js';
import type { GatePlan } from '../studies/gate/plan.js';
import { harmlessJson } from '../text/harmless.js';
import { type Problem, ScenarioError } from '../text/problems.js';

const MARK = '"latsimBaseline"';
const NO_BASELINE = 'this is not a baseline of a gate';
const NAME_ONE = 'name a file that latsim gate --save-baseline has written';

/** A figure is a line of about 150 bytes. */
export const maxBaselineBytes = 32_000_000;

/** Version of the file; a change of meaning raises it. */
const FORMAT = 1;

const UNITS = ['share', 'seconds', 'count'] as const;

const figureSchema = z.strictObject({
  scenario: z.string(),
  logger: z.string(),
  figure: z.string(),
  unit: z.enum(UNITS),
  mean: z.number(),
  sd: z.number().min(0),
  n: z.int().min(0),
});

const fileSchema = z.strictObject({
  latsimBaseline: z.number(),
  tool: z.string(),
  scenarios: z.array(
    z.strictObject({
      name: z.string(),
      hash: z.string(),
      profile: z.string(),
      margin: z.number(),
      setting: z.array(z.string()),
    }),
  ),
  figures: z.array(figureSchema),
});

/** A baseline as it was read, and what is different about it. */
export interface Baseline {
  readonly shown: string;
  readonly content: z.output<typeof fileSchema>;
  readonly notes: readonly string[];
}

type Figure = z.output<typeof figureSchema>;

/** Enough to tell differences, few enough to be read. */
const DIGITS = 6;

/** The figures of a gate as a file: sorted, a line each, so that a change of it can be reviewed. */
export function baselineOf(plan: GatePlan, found: GateFound): string {
  const figures = figuresNow(plan, found)
    .map(({ skewness: _, ...figure }): Figure => figure)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const scenarios = new Map(plan.runs.map((run) => [run.scenario.name, run]));
  const sorted = [...scenarios].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = (items: readonly object[]) =>
    items.map((item) => `\n    ${written(item)}`).join(',');
  const settings = sorted.map(([name, { scenario, profile, margin, setting }]) =>
    [
      `\n    {\n      "name": ${written(name)},`,
      `      "hash": ${written(scenario.hash)},`,
      `      "profile": ${written(profile)},`,
      `      "margin": ${margin},`,
      `      "setting": [${setting.map((text) => `\n        ${written(text)}`).join(',')}\n      ]\n    }`,
    ].join('\n'),
  );
  return [
    '{',
    `  "latsimBaseline": ${FORMAT},`,
    `  "tool": ${written(tool().version)},`,
    `  "scenarios": [${settings.join(',')}\n  ],`,
    `  "figures": [${lines(figures)}\n  ]`,
    '}\n',
  ].join('\n');
}

/** A value as a baseline has it. */
function written(value: unknown): string {
  return harmlessJson(JSON.stringify(value));
}

function keyOf({ scenario, logger, figure }: Figure): string {
  return JSON.stringify([scenario, logger, figure]);
}

/** What is measured of each run that was judged. */
function figuresNow(
  { runs }: GatePlan,
  { runs: judged, evidence }: GateFound,
): (Figure & Spread)[] {
  return runs.flatMap(({ scenario, logger, layout }, run) => {
    const outcome = judged[run];
    if (outcome === undefined || outcome.replications === 0) return [];
    const counts = evidence.replications(run, outcome.replications);
    const kept = EXPECTATION_KINDS.flatMap((kind) => kind.kept?.(layout, counts) ?? []);
    return kept.map(({ figure, unit, values }) => {
      const { mean, sd, ...others } = spreadOf(values);
      return {
        scenario: scenario.name,
        logger,
        figure,
        unit,
        mean: rounded(mean),
        sd: rounded(sd),
        ...others,
      };
    });
  });
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/**
 * Reads a baseline and holds it against what is to be run.
 * @param folder what a relative path is relative to
 * @param allowChanged compares with another scenario or format all the same, and says so
 * @throws ScenarioError where it is none, or does not fit
 */
export function readBaseline(
  file: string,
  folder: string,
  plan: GatePlan,
  allowChanged: boolean,
): Baseline {
  const text = readOrThrow(file, folder);
  const problem = (needle: string, message: string, remedy: string): Problem => ({
    file,
    ...placeOf(text, needle),
    message,
    remedy,
  });
  const data = parsed(text);
  const format = (data as { latsimBaseline?: unknown } | undefined)?.latsimBaseline;
  if (typeof format !== 'number') {
    const begun = data === undefined && text.trimStart().startsWith('{') && text.includes(MARK);
    const message = begun ? 'this baseline is cut off, or was damaged' : NO_BASELINE;
    throw new ScenarioError([problem(begun ? MARK : '', message, NAME_ONE)]);
  }
  const result = fileSchema.safeParse(data);
  const again = 'write it anew with --save-baseline';
  if (format !== FORMAT && !(allowChanged && result.success)) {
    const message = `this baseline has format ${format}, and this latsim reads ${FORMAT}`;
    const remedy = result.success ? `${again}, or compare all the same: --allow-changed` : again;
    throw new ScenarioError([problem('"latsimBaseline"', message, remedy)]);
  }
  if (!result.success) {
    const [issue] = result.error.issues;
    const key = String(issue?.path.at(-1) ?? '');
    throw new ScenarioError([problem(`"${key}"`, damage(issue), again)]);
  }
  const keys = result.data.figures.map(keyOf);
  const twice = result.data.figures.find((one, i) => keys.indexOf(keyOf(one)) !== i);
  if (twice !== undefined) {
    const message = `${twice.figure} of ${twice.scenario} under ${twice.logger} is there twice`;
    throw new ScenarioError([problem(JSON.stringify(twice.figure), message, again)]);
  }
  const changes = changesOf(result.data, plan);
  if (changes.length > 0 && !allowChanged) {
    throw new ScenarioError(
      changes.map(({ hash, message }) =>
        problem(`"${hash}"`, message, `${again}, or compare all the same: --allow-changed`),
      ),
    );
  }
  const notes = changes.map(({ message }) => message);
  if (format !== FORMAT) notes.unshift(`the baseline has format ${format}, not ${FORMAT}`);
  return { shown: file, content: result.data, notes };
}

/** What is wrong with a baseline: where, by names that are latsim's own, and nothing of what is there. */
function damage(issue: z.core.$ZodIssue | undefined): string {
  const at = issue?.path.map((step) => (typeof step === 'symbol' ? '' : step)).join('.');
  const what =
    issue?.code === 'unrecognized_keys'
      ? 'a field that is not known'
      : issue?.code === 'invalid_type'
        ? `not of type ${issue.expected}`
        : 'a value that cannot be';
  return `this baseline is damaged at ${at === '' ? 'its top' : at}: ${what}`;
}

function readOrThrow(file: string, folder: string): string {
  const message = `more than ${maxBaselineBytes / 1e6} MB, which no baseline needs`;
  return readContent(
    pathIn(folder, file),
    file,
    maxBaselineBytes,
    () => ({ message, remedy: NAME_ONE }),
    // What an object does not begin with can be no baseline. An empty file is told of below.
    (head) => (/^\s*\{/.test(head) ? undefined : { message: NO_BASELINE, remedy: NAME_ONE }),
  ).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Line and column of the first place where a text has something, or its start; what it says may be anything. */
function placeOf(text: string, needle: string) {
  const offset = Math.max(0, text.indexOf(needle));
  const before = text.slice(0, offset).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { line: before.length, column };
}

/** Scenarios that are not what they were, and what about them. */
function changesOf({ scenarios }: Baseline['content'], { runs }: GatePlan) {
  const now = new Map(runs.map((run) => [run.scenario.name, run]));
  return scenarios.flatMap(({ name, hash, profile, margin, setting }) => {
    const run = now.get(name);
    if (run === undefined) return [];
    const options = [
      ...(run.profile === profile ? [] : [`was profile ${profile}; is profile ${run.profile}`]),
      ...(run.margin === margin ? [] : [`was margin ${margin}; is margin ${run.margin}`]),
    ];
    if (run.scenario.hash === hash) {
      return options.length === 0
        ? []
        : [{ hash, message: `scenario ${name} has changed: ${options.join('; ')}` }];
    }
    const was = setting.filter((text) => !run.setting.includes(text));
    const is = run.setting.filter((text) => !setting.includes(text));
    const what =
      was.length + is.length === 0
        ? `its hash was ${hash} and is ${run.scenario.hash}`
        : [...was.map((text) => `was ${text}`), ...is.map((text) => `is ${text}`)].join('; ');
    return [{ hash, message: `scenario ${name} has changed: ${what}` }];
  });
}

/** How the figures differ from those of a baseline. */
export function againstBaseline(
  { shown, content, notes }: Baseline,
  plan: GatePlan,
  found: GateFound,
): BaselineReport {
  const before = new Map(content.figures.map((figure) => [keyOf(figure), figure]));
  const runs = new Map<string, { scenario: string; logger: string; figures: FigureChange[] }>();
  const added = new Set<string>();
  for (const now of figuresNow(plan, found)) {
    const { scenario, logger, figure, unit } = now;
    const run = `${scenario} under ${logger}`;
    const was = before.get(keyOf(now));
    before.delete(keyOf(now));
    if (was === undefined) {
      added.add(run);
      continue;
    }
    const change = changeOf(was satisfies Spread, now, plan.terms.confidence);
    const known = runs.get(run) ?? { scenario, logger, figures: [] };
    known.figures.push({ figure, unit, before: was.mean, after: now.mean, ...change });
    runs.set(run, known);
  }
  const gone = new Set([...before.values()].map((one) => `${one.scenario} under ${one.logger}`));
  const list = (names: ReadonlySet<string>) => [...names].join(', ');
  return {
    file: shown,
    version: content.tool,
    runs: [...runs.values()],
    notes: [
      ...notes,
      ...(added.size > 0 ? [`not in the baseline: ${list(added)}`] : []),
      ...(gone.size > 0 ? [`only in the baseline: ${list(gone)}`] : []),
    ],
  };
}
