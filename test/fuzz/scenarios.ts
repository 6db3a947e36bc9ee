import { stringify } from 'yaml';
import { EXPECTATION_KINDS } from '../../src/expectation/kinds/index.js';
import type { Distribution } from '../../src/kernel/distributions/distribution.js';
import type { Kind } from '../../src/kernel/kind.js';
import { LOGGER_NAMES } from '../../src/loggers/index.js';
import { FORMER_DISTRIBUTION } from '../../src/scenario/former-names.js';
import { excessOf } from '../../src/scenario/from-parameters.js';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.js';
import { KINDS } from '../../src/scenario/kinds.js';
import { percentileFault } from '../../src/scenario/rules.js';
import { DEFAULT_PROFILE } from '../../src/strategies/lowest-latency/profile.js';
import { PROVIDERS } from '../../src/strategies/lowest-latency/recorded.js';
import type { Problem } from '../../src/text/problems.js';
import { parseDuration, patterns } from '../../src/text/units.js';
import type { Draw } from './draw.js';

/*
 * Scenarios as data, drawn from the JSON Schema and the descriptions of the kinds: what is added to
 * either is drawn without a line here. Sizes are such that most run in milliseconds.
 */

/** A map of a scenario as it is written. */
export interface Written {
  [key: string]: unknown;
}

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly maxProperties?: number;
  readonly deprecated?: boolean;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
}

const SCHEMA = scenarioJsonSchema() as Schema;

/** The files of numbers that a drawn scenario may name. */
export const NUMBERS: Readonly<Record<string, string>> = {
  'values.txt': '0.5\n0.25\n1.5\n2\n',
  'durations.txt': '500ms\n250ms\n1.5s\n2s\n',
  'arrivals.txt': '0s\n1s\n1s\n2.5s\n4s\n9s\n',
};

const OF_KINDS: readonly Kind<unknown>[] = [
  ...KINDS.distributions,
  ...KINDS.loads,
  ...KINDS.dispatches,
  ...KINDS.stores,
];

/** What a name may look like: much of it means something in YAML, in a shell or to a terminal. */
const WORDS = ['gpt-4.1', 'slow', 'a b', "it's", 'ünïcode', '日本', 'x: y', '#c', '- d', 'null'];
const MORE_WORDS = [
  '1e3',
  'share(x)',
  '*a',
  '&b',
  '50%',
  '"q"',
  '{x}',
  '$(date)',
  '~',
  'y'.repeat(98),
];

const RELEASES = ['1.76.1', '1.80.0', 'v1.82.3', '1.88.0-stable', '1.110.2'];

/** What a scenario may be refused for that is right in itself: what follows from it is not known. */
export const NOT_MEASURED = /was not measured; state samples.kind/;

/** What is wrong where a scenario is refused that ought to be valid. */
export function refusal(problems: readonly Problem[]): string | undefined {
  const [wrong] = problems.filter(({ message }) => !NOT_MEASURED.test(message));
  return wrong && `a valid scenario is refused: ${wrong.message}`;
}

/** A valid scenario. */
export function scenario(draw: Draw): Written {
  const made = map(draw, SCHEMA, Object.keys(SCHEMA.properties ?? {}), '') as Written;
  if (draw.chance(0.7)) delete made.modelGroups;
  else {
    delete made.fleet;
    delete made.load;
    made.modelGroups ??= value(draw, property('modelGroups'), 'modelGroups');
  }
  if (made.modelGroups === undefined) {
    for (const key of ['fleet', 'load']) made[key] ??= value(draw, property(key), key);
  }
  made.replications = draw.between(1, 3);
  consistent(draw, made);
  return made;
}

function property(key: string): Schema {
  return SCHEMA.properties?.[key] as Schema;
}

/** The groups of a scenario. */
export function groupsOf(made: Written): Written[] {
  const fleets = [made, ...((made.modelGroups ?? []) as Written[])];
  return fleets.flatMap(({ fleet }) => ((fleet as Written | undefined)?.groups ?? []) as Written[]);
}

/** Makes the fields fit one another; see `src/scenario/rules.ts`. */
function consistent(draw: Draw, made: Written): void {
  const groups = groupsOf(made);
  const outer = (made.modelGroups ?? []) as Written[];
  for (const named of [groups, outer]) {
    const names = new Set<unknown>();
    for (const [i, one] of named.entries()) {
      if (names.has(one.name)) one.name = `group ${i}`;
      names.add(one.name);
    }
  }
  for (const group of groups) {
    group.ttft ??= ttft(draw);
    // With a path and a profile or a release, it says what is recorded.
    group.provider ??= draw.of(PROVIDERS);
  }
  const warmup_s = parseDuration(String(made.warmup ?? 0));
  if (warmup_s >= parseDuration(String(made.duration))) delete made.warmup;
  const router = made.router as Written | undefined;
  if (router !== undefined) {
    const { strategy = 'lowest-latency', profile = DEFAULT_PROFILE.name } = router;
    // Which profile follows from a release is not known here.
    const unknown = router.litellm !== undefined;
    if (unknown || percentileFault(String(strategy), String(profile)))
      delete router.ttft_percentile;
    if (unknown) {
      delete router.profile;
    }
  }
  if (made.expect !== undefined) made.expect = expectations(draw, groups, String(made.duration));
}

function ttft(draw: Draw): unknown {
  const group = property('fleet').properties?.groups?.items as Schema;
  return value(draw, group.properties?.ttft as Schema, 'ttft');
}

/** One of each kind's examples, about a group that there is. */
function expectations(draw: Draw, groups: readonly Written[], duration: string): unknown {
  const { name } = draw.of(groups) as { name: string };
  const plain = /^[a-z][a-z0-9.-]*$/.test(name);
  const texts = EXPECTATION_KINDS.flatMap(({ forms }) => forms.map(({ example }) => example))
    .filter((text) => !text.includes('gpt-4.1') || plain)
    .filter((text) => !/share\(a\)|no violation/.test(text))
    .map((text) => text.replaceAll('gpt-4.1', name).replace(/after \S+/, `after ${duration}`))
    .filter((text) => !text.includes('after'));
  const list = texts.length === 0 ? [] : [draw.of(texts)];
  return draw.chance(0.5) ? list : { any: list, [draw.of(LOGGER_NAMES)]: [] };
}

function value(draw: Draw, schema: Schema, key: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return draw.of(schema.enum);
  // A duration is a text, or the number 0, which is not always right.
  // Of a map, alternatives are names of one field.
  if (schema.type === 'object') {
    if (schema.properties !== undefined) return ofKind(draw, schema, key);
    return key === 'tags' ? tags(draw) : quantiles(draw, schema);
  }
  const alternatives = (schema.anyOf ?? schema.oneOf)?.filter((one) => one.const !== 0);
  if (alternatives !== undefined) return value(draw, draw.of(alternatives), key);
  switch (schema.type) {
    case 'array':
      return draw.list(1, 3, () => value(draw, schema.items as Schema, key));
    case 'boolean':
      return draw.chance(0.5);
    case 'integer':
      return integer(draw, schema);
    case 'number':
      return schema.maximum === 1
        ? draw.of([0.01, 0.3, 0.5, 1])
        : draw.of([0.05, 0.5, 1, 2, draw.magnitude(0.001, 100)]);
    default:
      return text(draw, schema.pattern, key);
  }
}

function integer(draw: Draw, { minimum = 0, maximum = 1e9 }: Schema): number {
  const most = Math.min(maximum, 20);
  return draw.chance(0.2) ? minimum : Math.max(minimum, Math.round(draw.magnitude(0.5, most)));
}

function text(draw: Draw, pattern: string | undefined, key: string): string {
  switch (pattern) {
    case patterns.duration.source:
      return key === 'duration' ? `${draw.between(5, 300)}s` : duration(draw);
    case patterns.rate.source:
      return draw.of(['0.5/s', '2 / s', '30/min', '160/min', '900/h', '12.5/s']);
    case patterns.percent.source:
      return draw.of(['0.1%', '5%', '12.5 %', '99%', '100%']);
  }
  switch (key) {
    case 'litellm':
      return draw.of(RELEASES);
    case 'logger':
      return draw.of(LOGGER_NAMES);
    case 'name':
    case 'tags':
    case 'modelGroup':
      return pattern === undefined ? draw.of(LOGGER_NAMES) : draw.of([...WORDS, ...MORE_WORDS]);
    default:
      return draw.of([...WORDS, '', 'two\nlines', 'a long text '.repeat(30)]);
  }
}

const UNITS = { us: 1e6, ms: 1e3, s: 1, m: 1 / 60 } as const;

function duration(draw: Draw): string {
  const unit = draw.of(['us', 'ms', 's', 'm'] as const);
  const digits = (draw.magnitude(0.0005, 60) * UNITS[unit]).toFixed(6);
  return draw.chance(0.1) ? `${digits}e0 ${unit}` : `${digits}${unit}`;
}

/** Which part of the requests has which tag: not all of them together more than all. */
function tags(draw: Draw): unknown {
  return { paid: `${draw.between(0, 60)}%`, free: `${draw.between(0, 40)}%` };
}

/** A map of percentiles, ascending. */
function quantiles(draw: Draw, { additionalProperties }: Schema): unknown {
  const inner = draw.some(['p10', 'p50', 'p95', 'p99.9'], 0.5);
  const timed = isTime(additionalProperties);
  let at = draw.magnitude(0.001, 2);
  const entries = ['p0', ...inner, 'p100'].map((name) => {
    at *= draw.magnitude(1, 4);
    return [name, timed ? `${at.toFixed(6)}s` : at];
  });
  return Object.fromEntries(entries);
}

function isTime(schema: Schema | boolean | undefined): boolean {
  return JSON.stringify(schema ?? null).includes(JSON.stringify(patterns.duration.source));
}

/** A map with all that it needs and some of what it may have: of a kind, in one of its forms. */
function ofKind(draw: Draw, schema: Schema, key: string): unknown {
  const { properties = {} } = schema;
  const named = (properties[DISTRIBUTION] ?? properties.kind)?.const;
  const kind = OF_KINDS.find(({ name }) => name === named);
  if (schema.maxProperties === 1) {
    const only = [draw.of(Object.keys(properties))];
    return map(draw, schema, only, key, only);
  }
  if ('strategy' in properties) return router(draw, schema, key);
  if (kind === undefined) return map(draw, schema, Object.keys(properties), key);
  const alternatives = new Set(kind.forms?.flat());
  const form = kind.forms === undefined ? [] : draw.of(kind.forms);
  const fields = Object.keys(properties).filter(
    (name) => form.includes(name) || !alternatives.has(name),
  );
  for (;;) {
    const made = map(draw, schema, fields, key, [...form, DISTRIBUTION]) as Written;
    for (const [name, parameter] of Object.entries(kind.parameters)) {
      if (parameter.type !== 'file' || !(name in made)) continue;
      const timed = isTime(properties.quantiles?.additionalProperties);
      made[name] =
        parameter.holds === 'arrivals' ? 'arrivals.txt' : timed ? 'durations.txt' : 'values.txt';
    }
    const settings = resolved(made);
    if (kind.check?.(settings) !== undefined) continue;
    // Quantiles are drawn within bounds.
    const isFitted =
      properties[DISTRIBUTION] !== undefined && !('quantiles' in made) && !('file' in made);
    if (!isFitted) return made;
    if (excessOf(kind as Kind<Distribution>, settings) === undefined) return formerly(draw, made);
  }
}

const { present: DISTRIBUTION, former: LAW } = FORMER_DISTRIBUTION;

/** A distribution, now and then with the former name of its key. */
function formerly(draw: Draw, { [DISTRIBUTION]: name, ...rest }: Written): Written {
  return { [draw.chance(0.2) ? LAW : DISTRIBUTION]: name, ...rest };
}

/** A router of one strategy, with parameters of no other. */
function router(draw: Draw, schema: Schema, key: string): unknown {
  const { name: strategy, parameters } = draw.of(KINDS.strategies);
  const all = new Set(KINDS.strategies.flatMap((one) => Object.keys(one.parameters)));
  const fields = Object.keys(schema.properties ?? {}).filter(
    (name) => name !== 'strategy' && (!all.has(name) || name in parameters),
  );
  return { ...(map(draw, schema, fields, key) as Written), strategy };
}

function resolved(made: Written): Readonly<Record<string, never>> {
  const seconds = (one: unknown) =>
    typeof one === 'string' && patterns.duration.test(one) ? parseDuration(one) : one;
  return Object.fromEntries(
    Object.entries(made).map(([name, one]) => [name, seconds(one)]),
  ) as Record<string, never>;
}

function map(
  draw: Draw,
  { properties = {}, required = [] }: Schema,
  fields: readonly string[],
  key: string,
  needed: readonly string[] = [],
): unknown {
  const made: Written = {};
  const rarely = key === 'samples' || key === '' ? 0.35 : 0.3;
  for (const name of fields) {
    if (properties[name]?.deprecated) continue;
    if (!required.includes(name) && !needed.includes(name) && !draw.chance(rarely)) continue;
    made[name] = value(draw, properties[name] as Schema, name);
  }
  // Weights must not all be 0, and a map of weights has nothing that it needs.
  if (required.length === 0 && 'not-recorded' in properties) made.chat = draw.between(1, 9);
  return made;
}

/** A scenario as text, in one of the ways to write it. */
export function written(draw: Draw, made: unknown): string {
  switch (draw.below(4)) {
    case 0:
      return stringify(made, { collectionStyle: 'flow' });
    case 1:
      return stringify(made, { lineWidth: 40 });
    case 2:
      return stringify(made, { indent: 4, defaultStringType: 'QUOTE_SINGLE' });
    default:
      return stringify(made);
  }
}

type Path = readonly (string | number)[];

/** The paths of all that a value holds. */
function pathsOf(of: unknown, path: Path = []): Path[] {
  if (typeof of !== 'object' || of === null) return [path];
  return [path, ...Object.entries(of).flatMap(([key, one]) => pathsOf(one, [...path, key]))];
}

const EXTREMES = [
  ...[-1, -0, 0, 1e-320, 5e-324, 1e-9, 1e9, 2 ** 31, 2 ** 32 + 1, 2 ** 53 - 1, 2 ** 53, 1e308],
  ...[Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NaN, 0.1 + 0.2, 1.5],
  ...['1e-300s', '1e290s', '1e300d', '0s', '-1s', '1e3', '0%', '100%', '101%', '1e999s', '0/s'],
  ...['99999999999999999999/s', '0.000000000000000001/h', '9'.repeat(400), `${'9'.repeat(308)}/s`],
];
const STRANGERS = [
  ...[
    null,
    true,
    false,
    '',
    ' ',
    [],
    {},
    [[]],
    [1, 2],
    { a: 1 },
    { kind: 'none' },
    { distribution: 'none' },
  ],
  ...[
    'nowhere',
    './none.mjs',
    '../none.txt',
    '/dev/null',
    'x'.repeat(5000),
    'toString',
    '__proto__',
  ],
  ...['\u202ereversed', '\u001b[31mred', '\u0000', '\u2028', '\ud800', 'é', '🦊'.repeat(50)],
];

/** A valid scenario with one thing changed, right or not. */
export function nearlyValid(draw: Draw): { readonly text: string; readonly change: string } {
  const made = scenario(draw);
  const paths = pathsOf(made);
  const path = draw.of(paths.slice(1));
  const key = path[path.length - 1] as string;
  const parent = path
    .slice(0, -1)
    .reduce((at, one) => (at as Written)[one], made as unknown) as Written;
  const change = draw.of([
    'extreme',
    'extreme',
    'extreme',
    'strange',
    'missing',
    'unknown',
    'misspelt',
    'moved',
    'twice',
  ]);
  switch (change) {
    case 'extreme':
      extreme(draw, made);
      break;
    case 'strange':
      parent[key] = draw.of(STRANGERS);
      break;
    case 'missing':
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
      break;
    case 'unknown':
      parent[
        draw.of(['sizes', 'constructor', '__proto__', 'distribution', 'law', 'kind', 'name'])
      ] = parent[key];
      break;
    case 'misspelt':
      if (typeof parent[key] === 'string') parent[key] = misspelt(draw, parent[key]);
      else if (!Array.isArray(parent)) {
        parent[misspelt(draw, key)] = parent[key];
        delete parent[key];
      }
      break;
    case 'moved':
      parent[key] = draw.of(paths).reduce((at, one) => (at as Written)[one], made as unknown);
      break;
    case 'twice':
      return { text: twice(draw, stringify(made)), change };
  }
  let text: string;
  try {
    text = written(draw, made);
  } catch {
    // Moved into itself.
    text = stringify(scenario(draw));
  }
  return { text, change };
}

/** Takes extreme values in place of one or a few numbers and quantities. */
function extreme(draw: Draw, made: Written): void {
  const paths = pathsOf(made).filter((path) => path.length > 0);
  const quantities = paths.filter((path) => {
    const one = path.reduce((at, key) => (at as Written)[key], made as unknown);
    return typeof one === 'number' || (typeof one === 'string' && /^\d/.test(one));
  });
  for (let i = draw.between(1, 2); i > 0 && quantities.length > 0; i--) {
    const path = draw.of(quantities);
    const parent = path
      .slice(0, -1)
      .reduce((at, one) => (at as Written)[one], made as unknown) as Written;
    const key = path[path.length - 1] as string;
    const before = parent[key];
    const same = EXTREMES.filter((one) => typeof one === typeof before);
    const unit = typeof before === 'string' ? before.replace(/^[\d.eE+ -]*/, '') : '';
    const scaled =
      typeof before === 'number'
        ? Math.round(before * draw.of([100, 1e6, 1e12, 1e-3]))
        : `${draw.of(['1e-30', '1e-9', '1e9', '1e30', '1e200', '1000000', '0.0001'])}${unit}`;
    parent[key] = draw.chance(0.5) ? scaled : draw.of(same);
  }
}

function misspelt(draw: Draw, word: string): string {
  const at = draw.below(word.length);
  return draw.of([
    word.slice(0, at) + word.slice(at + 1),
    `${word.slice(0, at)}x${word.slice(at)}`,
    word.toUpperCase(),
    `${word} `,
  ]);
}

/** With a line twice. */
function twice(draw: Draw, text: string): string {
  const lines = text.split('\n');
  const at = draw.below(lines.length);
  return [...lines.slice(0, at + 1), ...lines.slice(at)].join('\n');
}
