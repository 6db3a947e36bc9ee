import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { COMMAND_GROUPS } from '../../src/cli/commands.js';
import { OPERATIONS } from '../../src/effects/effects.js';
import { listShipped } from '../../src/files/read.js';
import { LOGGERS } from '../../src/loggers/index.js';
import { CAUSES } from '../../src/model/cause.js';
import type { RunReport } from '../../src/report/run/report.js';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { PROFILES } from '../../src/strategies/lowest-latency/profile.js';
import { MECHANISMS } from '../../src/studies/diagnose/mechanisms.js';
import { workFolder } from '../cli/latsim.js';
import { commandsIn, consoleNow, reportsOf, type Said, saidBy, words } from '../docs/commands.js';
import { figureCommands, figuresNow } from '../docs/figures.js';
import { kindsNow } from '../docs/kinds.js';
import {
  anchorsOf,
  codeOf,
  fillFolder,
  linksOf,
  type Page,
  type Part,
  pages,
  proseOf,
  ROOT,
  resolved,
  textOf,
} from '../docs/page.js';

/*
 * The documentation says what latsim does: every command in it is run, every scenario in it is
 * read, every link in it leads somewhere. `npm run docs` writes what the commands say now.
 */

const all = pages();
const page = (path: string): Page => all.find((one) => one.path === path) as Page;
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const EVENTS = 'latsim run 16x4 --replication 0 --set duration=60s --events events-of-16x4.jsonl';
const JSON_REPORTS = [
  'latsim run tiered-redis --replications 10 --precision 50 --set duration=60s --json',
  'latsim compare 16x4 --logger unlocked --logger locked --replications 2 --set duration=60s --json',
];
const COMMANDS = COMMAND_GROUPS.flatMap(({ commands }) => commands.map(({ name }) => name));
const HELP = COMMANDS.map((name) => `latsim ${name} --help`);
/** What options were called at first is read, and no longer shown. */
const FORMER_OPTIONS = [
  '--seeds',
  '--loggers',
  '--workers',
  '--max-seeds',
  '--model-name',
  '--policy',
  '--litellm',
];

/** `latsim run 16x4 --json | jq .requests`: what prints JSON, and what jq is given. */
const RECIPE = /^(latsim .*?) \| jq (.*)$/;
/** Not every machine has it, and nothing but these recipes needs it. */
const HAS_JQ = spawnSync('jq', ['--version']).status === 0;

/** The same shape of JSON, printed sooner. */
function shortened(command: string): string {
  return /^latsim (run|compare) /.test(command) ? `${command} --set duration=60s` : command;
}

const scratch = workFolder();
let said: Map<string, Said>;
let reports: Map<string, RunReport>;

beforeAll(async () => {
  fillFolder(scratch, all);
  const commands = all.flatMap((one) => commandsIn(one, false));
  const written = commands.filter((command) => command.startsWith('latsim import '));
  const first = await saidBy(written, scratch); // others may run what it writes
  const others = commands.filter((command) => !first.has(command));
  const then = await saidBy([...others, EVENTS, ...JSON_REPORTS, ...HELP], scratch);
  said = new Map([...first, ...then]);
  reports = await reportsOf(
    all.flatMap((one) => figureCommands(proseOf(one), false)),
    scratch,
  );
}, 180_000);

function partNow(part: Part): Part {
  if (part.kind === 'prose') {
    return { ...part, lines: kindsNow(figuresNow(part.lines, reports)) };
  }
  if (part.slow) return part; // see test/slow/docs.test.ts
  if (part.language === 'console') return { ...part, lines: consoleNow(part.lines, said) };
  if (part.file?.startsWith('docs/')) {
    return { ...part, lines: text(part.file).trimEnd().split('\n') };
  }
  return part;
}

describe.each(all.map((one) => [one.path, one] as const))('%s', (path, one) => {
  test('shows what the commands in it say (npm run docs writes it)', async () => {
    await expect(textOf(one.parts.map(partNow))).toMatchFileSnapshot(join(ROOT, path));
  });

  test('has links that lead somewhere', () => {
    const broken = linksOf(one).filter((target) => {
      if (/^[a-z]+:/.test(target)) return false;
      const { path: to, anchor } = resolved(one, target);
      if (!existsSync(join(ROOT, to))) return true;
      return anchor !== '' && !anchorsOf(page(to)).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('has scenarios that are valid', () => {
    for (const { lines } of codeOf(one, 'yaml')) {
      if (lines.includes('model_list:')) continue; // a proxy's configuration: latsim import reads it
      const result = parseScenario(wholeScenario(lines.join('\n')), { file: path, set: [] });
      expect(result.ok ? [] : result.problems).toEqual([]);
    }
  });
});

const MINIMAL = {
  fleet: {
    groups: [{ name: 'a', deployments: 1, latency: { distribution: 'constant', value: '1s' } }],
  },
  load: { kind: 'poisson', rate: '1/s' },
  duration: '1m',
};

/** A part of a scenario stands in a minimal one. */
function wholeScenario(yaml: string): string {
  if (/^duration:/m.test(yaml)) return yaml;
  const { fleet, load, duration } = MINIMAL;
  const written = parse(yaml) as Record<string, unknown>;
  const base = 'modelGroups' in written ? { duration } : { fleet, load, duration };
  return stringify({ ...base, ...written });
}

const GUIDES = ['docs/operator.md', 'docs/maintainer.md', 'docs/postmortem.md'];

describe('a reader gets through', () => {
  /** As `wc -w` counts them, code and tables included. */
  const words = (paths: readonly string[]): number =>
    paths.flatMap((path) => text(path).split(/\s+/).filter(Boolean)).length;
  const inDocs = all.map(({ path }) => path).filter((path) => path.startsWith('docs/'));
  const read = inDocs.filter((path) => !path.startsWith('docs/decisions/'));

  test('the guides in a sitting: 5,000 words', () => {
    expect(words(GUIDES)).toBeLessThanOrEqual(5000);
  });

  test('all pages but decisions in 15,000 words', () => {
    expect(words(read)).toBeLessThanOrEqual(15_000);
  });

  test.each(read)('%s ends with where to go next', (path) => {
    const last = text(path).trimEnd().split('\n\n').at(-1);
    expect(last).toMatch(/^Next: .*\]\([^)]+\)/s);
  });
});

describe('the reference is complete', () => {
  const inCode = (path: string): Set<string> =>
    new Set([...text(path).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code));

  test('README has the two lines of the quick start', () => {
    expect(text('README.md')).toContain('\nnpm ci && npx latsim run scenarios/16x4.yaml\n');
    expect(text('README.md')).toContain('\nnpm ci && npm test\n');
  });

  test('scenario-file.md names every field and choice of the schema', () => {
    const names = new Set<string>();
    const walk = (schema: unknown): void => {
      if (typeof schema !== 'object' || schema === null) return;
      const { properties = {}, const: only, enum: choices = [] } = schema as Record<string, never>;
      for (const name of [...Object.keys(properties), ...(choices as string[]), only]) {
        if (typeof name === 'string') names.add(name);
      }
      for (const value of Object.values(schema)) walk(value);
    };
    walk(scenarioJsonSchema());
    const named = inCode('docs/reference/scenario-file.md');
    expect([...names].filter((name) => !named.has(name))).toEqual([]);
  });

  test('cli.md names every command', () => {
    const cli = text('docs/reference/cli.md');
    expect(COMMANDS.filter((name) => !cli.includes(`\`latsim ${name}`))).toEqual([]);
  });

  test('no page names an option that its command, or any, does not have', () => {
    const optionsOf = new Map(
      COMMANDS.map((name) => {
        const lines = said.get(`latsim ${name} --help`)?.lines ?? [];
        return [name, lines.flatMap((line) => /^ {2}(?:-\w, )?(--[\w-]+)/.exec(line)?.[1] ?? [])];
      }),
    );
    expect(optionsOf.get('diagnose')).toContain('--observed');
    const any = [...FORMER_OPTIONS, ...[...optionsOf.values()].flat()];
    const isPage = (path: string) => path === 'README.md' || /^docs\/(?!decisions)/.test(path);
    const wrong = all
      .filter(({ path }) => isPage(path))
      .flatMap(({ path }) =>
        [...inCode(path)].flatMap((code) => {
          const [, name = ''] = /^(?:npx )?latsim ([a-z]+) /.exec(code) ?? [];
          if (name === '' && !code.startsWith('--')) return [];
          const known = optionsOf.get(name) ?? any;
          const named = code.match(/(?<=^|\s)--[a-z][\w-]*/g) ?? [];
          return named.filter((option) => !known.includes(option)).map(() => `${path}: ${code}`);
        }),
      );
    expect(wrong).toEqual([]);
  });

  test('the decision on what diagnose compares names every mechanism', () => {
    const page = text('docs/decisions/0016-what-diagnose-compares.md');
    expect(MECHANISMS.filter(({ name }) => !page.includes(`\n- ${name}: `))).toEqual([]);
  });

  test.skipIf(!HAS_JQ)('recipes for jq work on what the command prints', async () => {
    const recipes = all.flatMap((one) =>
      codeOf(one, 'sh').flatMap(({ lines }) => lines.filter((line) => RECIPE.test(line))),
    );
    expect(recipes.length).toBeGreaterThan(3);
    const parts = recipes.map((line) => {
      const [, command = '', filter = ''] = RECIPE.exec(line) as RegExpExecArray;
      return { line, command: shortened(command), filter };
    });
    const printed = await saidBy(
      parts.map(({ command }) => command),
      scratch,
    );
    for (const { line, command, filter } of parts) {
      const input = printed.get(command)?.lines.join('\n') ?? '';
      const output = execFileSync('jq', words(filter), { input, encoding: 'utf8' });
      expect([line, output]).toEqual([line, expect.stringMatching(/\S/)]);
      expect(output, line).not.toMatch(/^null$/m);
    }
  });

  test('json.md names every field', () => {
    const named = inCode('docs/reference/json.md');
    const missing = new Set<string>();
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [name, item] of Object.entries(value)) {
        if (!Array.isArray(value) && !named.has(name)) missing.add(name);
        if (name !== 'causes') walk(item);
      }
    };
    for (const command of JSON_REPORTS) walk(JSON.parse(said.get(command)?.lines.join('\n') ?? ''));
    expect([...missing]).toEqual([]);
  });

  test('events.md names every event and its fields', () => {
    const named = inCode('docs/reference/events.md');
    expect(said.get(EVENTS)?.code).toBe(0);
    const missing = new Set<string>();
    for (const line of readFileSync(join(scratch, 'events-of-16x4.jsonl'), 'utf8')
      .trim()
      .split('\n')) {
      const event = JSON.parse(line) as Record<string, unknown>;
      for (const name of [...Object.keys(event), String(event.event)]) {
        if (!named.has(name)) missing.add(name);
      }
    }
    expect([...missing]).toEqual([]);
  });

  test('causes.md has all causes, in their order', () => {
    const rows = proseOf(page('docs/reference/causes.md')).flatMap(
      (line) => /^\| \d+ \| `([\w-]+)`/.exec(line)?.[1] ?? [],
    );
    expect(rows).toEqual([...CAUSES]);
  });

  test('loggers.md names every effect and every shipped logger', () => {
    const named = inCode('docs/reference/loggers.md');
    const names = [...OPERATIONS, ...LOGGERS.map(({ name }) => name)];
    expect(names.filter((name) => !named.has(name))).toEqual([]);
  });

  test('strategies-and-profiles.md names every profile', () => {
    const named = inCode('docs/reference/strategies-and-profiles.md');
    expect(PROFILES.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
  });

  test('each shipped scenario has a place in what is told', () => {
    const told = ['README.md', ...GUIDES, 'docs/background.md'].map(text).join('\n');
    expect(listShipped().filter(({ name }) => !told.includes(name))).toEqual([]);
  });
});
