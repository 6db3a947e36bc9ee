import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { built, latsim, type Surroundings } from '../cli/in-process.js';
import { type Ended, workFolder } from '../cli/latsim.js';

/**
 * The promise: whatever comes from outside, nothing that comes out steers a terminal, turns text round or
 * hides, in any format; and JSON means what was given.
 */

const UNSEEN = /(?![\n\t])[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u;

/** What latsim itself writes to a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const OWN = /\u001b\[(?:[12]|22|31|33|35|94|39)m|\r\u001b\[2K/g;

/** A colour as latsim writes it itself. */
const COLOUR = '\u001b[31m';

/** Of each kind one; each is in every text below. */
const KINDS = [
  COLOUR,
  '\u001b[2J',
  '\u001b]0;title\u0007',
  '\u009b31m',
  '\u007f',
  '\r',
  '\u202e',
  '\u2066',
  '\u200e',
  '\u061c',
  '\u200b',
  '\ufeff',
  '\u2028',
  '\u2029',
  '\u034f',
  '\ufe0f',
  '\u{e0041}',
];
const ALL = `a${KINDS.join('b')}c`;
const MARKUP = '<script>alert(1)</script> | `x` ]]> [y](http://z) %0A::error::z "q" \'q\' #; $(id)';
/** What YAML takes: no control characters. */
const UNSEEN_TEXT = [...ALL].filter((one) => !/\p{Cc}/u.test(one)).join('');

function expectHarmless({ stdout, stderr }: Ended, more = ''): void {
  for (const written of [stdout, stderr, more]) {
    const text = written.replaceAll(OWN, '');
    expect(written).not.toContain(`a${COLOUR}b`);
    expect(UNSEEN.exec(text)?.[0].codePointAt(0)?.toString(16)).toBeUndefined();
  }
}

/** A text in quotes, for YAML and JSON alike. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const scenario = (name: string, group: string) => `name: ${quoted(name)}
title: ${quoted(`${UNSEEN_TEXT} ${MARKUP}`)}
assumes: [${quoted(ALL)}]
fleet:
  groups:
    - { name: ${quoted(group)}, deployments: 2, latency: { distribution: constant, value: 1s } }
    - { name: b, deployments: 2, latency: { distribution: constant, value: 2s } }
load: { kind: uniform, rate: 1/s }
duration: 20s
replications: 10
expect: ["lost == 0", ${quoted(`share(${JSON.stringify(group)}) >= 99%`)}]
`;
/** What a name may have in it all the same. */
const NAME = `x \u2028\u034f\ufe0fy ${MARKUP.slice(0, 60)}`;

const config = `model_list:
  - model_name: ${quoted(ALL)}
    litellm_params: { model: ${quoted(`openai/${ALL}`)}, ${quoted(ALL)}: 1 }
  - model_name: m
    litellm_params: { model: ${quoted(MARKUP)} }
  - model_name: m
    litellm_params: { model: openai/other }
router_settings: { routing_strategy: simple-shuffle, ${quoted(`${ALL}2`)}: x }
`;
const csv = (model: string) =>
  `startTime,endTime,model,model_group,"${ALL}"\n2026-03-01T00:00:00Z,2026-03-01T00:00:01Z,"${model}","${model}",1\n`;

const files = {
  's.yaml': scenario(NAME, NAME),
  [`f${ALL}.yaml`]: scenario('n', 'g'),
  'bad.yaml': scenario('n', 'g').replace(
    'deployments: 2',
    `${JSON.stringify(ALL)}: ${UNSEEN_TEXT}`,
  ),
  'c.yaml': config,
  'l.csv': csv(ALL.replaceAll('\r', '')),
  'r.jsonl': `{"op":"${UNSEEN_TEXT}"}\n`,
  'b.json': JSON.stringify({ latsimBaseline: 1, [ALL]: ALL }),
};

describe('what comes from outside', () => {
  const cwd = workFolder(files);
  const run = (args: readonly string[], more: Surroundings = {}) => latsim(args, { cwd, ...more });

  test.each<[string, string[]]>([
    ['a scenario', ['run', 's.yaml']],
    ['a scenario in colour', ['run', 's.yaml', '--color']],
    ['its JSON', ['run', 's.yaml', '--json']],
    ['a file of a scenario', ['run', `f${ALL}.yaml`]],
    ['a comparison', ['compare', 's.yaml', '--loggers', 'unlocked,locked']],
    ['a table', ['compare', 's.yaml', '--loggers', 'unlocked,locked', '--format', 'markdown']],
    ['a picture', ['compare', 's.yaml', '--loggers', 'unlocked,locked', '--format', 'svg']],
    ['a trace', ['trace', 's.yaml']],
    ['a gate', ['gate', 's.yaml']],
    ['a gate as Markdown', ['gate', 's.yaml', '--reporter', 'markdown']],
    ['a gate as JUnit', ['gate', 's.yaml', '--reporter', 'junit']],
    ['a gate on GitHub', ['gate', 's.yaml', '--reporter', 'github']],
    ['a gate as JSON', ['gate', 's.yaml', '--json']],
    ['a scenario that is none', ['validate', 'bad.yaml']],
    ['a configuration', ['import', 'c.yaml', '--output-dir', 'made', '--force']],
    ['its JSON', ['import', 'c.yaml', '--output-dir', 'made', '--force', '--json']],
    ['a log', ['diagnose', 's.yaml', '--logs', 'l.csv']],
    ['a recording', ['replay', 'r.jsonl']],
    ['a baseline', ['gate', 's.yaml', '--baseline', 'b.json']],
    ['a shard', ['merge', 'b.json']],
    ['a path', ['run', `none${ALL}`]],
    ['a path of a log', ['import', 'c.yaml', '--logs', `none${ALL}`]],
    ['a command', [ALL]],
    ['a command in colour', [ALL, '--color']],
    ['an option', ['run', 's.yaml', `--${ALL}`]],
    ['a short option', ['run', 's.yaml', `-${ALL}`]],
    ['an option without a command', [`--${ALL}`]],
    ['an argument too many', ['trace', 's.yaml', ALL]],
    ['an argument of what takes none', ['schema', ALL]],
    ['a value', ['run', 's.yaml', '--seeds', ALL]],
    ['a value of a flag', ['run', 's.yaml', `--json=${ALL}`]],
    ['a value of what is chosen', ['explore', 'none/x', '--samples', ALL, '--color']],
    ['a value that may be left out', ['explore', '--lease-expiry', ALL]],
    ['a whole number', ['compare', 's.yaml', '--replication', ALL]],
    ['a number within a range', ['explore', '--processes', ALL]],
    ['a format', ['explore', '--format', ALL]],
    ['a shard to make', ['gate', 's.yaml', '--shard', ALL]],
    ['a reporter', ['gate', 's.yaml', '--reporter', ALL]],
    ['a list of files', ['validate', `none${ALL}`, 's.yaml']],
    ['an override', ['run', 's.yaml', '--set', `${ALL}=${ALL}`]],
    ['an expectation', ['gate', 's.yaml', '--expect', ALL]],
    ['a logger', ['run', 's.yaml', '--logger', ALL]],
    ['the file of a logger', ['run', 's.yaml', '--logger', `./${ALL}.mjs`]],
    ['a schedule', ['explore', '--logger', 'unlocked', '--schedule', ALL]],
    ['what was observed', ['diagnose', 's.yaml', '--observed', `${ALL}=1`]],
    ['a file to write', ['compare', 's.yaml', '--output', `none/${ALL}`]],
  ])('%s is shown harmlessly', async (_, args) => {
    const ended = await run(args);
    expect(ended.code).toBeLessThan(3);
    expectHarmless(ended);
    expectHarmless(await run(args, { tty: true, columns: 60 }));
  });

  test('files are as harmless as streams', async () => {
    const out = join(cwd, 'out');
    mkdirSync(out);
    await run(['run', 's.yaml', '--events', 'out/e.jsonl']);
    await run(['gate', 's.yaml', '--save-baseline', 'out/b.json', '--reporter', 'junit=out/j.xml']);
    await run(['gate', 's.yaml', '--shard', '1/1', '--output', 'out/s.jsonl']);
    await run(['trace', 's.yaml', '--output', 'out/t.svg']);
    await run(['trace', 's.yaml', '--output', 'out/t.mmd']);
    await run(['import', 'c.yaml', '--output-dir', 'out/made']);
    const made = join(out, 'made');
    const paths = [
      ...readdirSync(out)
        .filter((name) => name.includes('.'))
        .map((name) => join(out, name)),
      ...readdirSync(made).map((name) => join(made, name)),
    ];
    expect(paths.length).toBeGreaterThan(4);
    for (const path of paths)
      expectHarmless({ code: 0, stdout: readFileSync(path, 'utf8'), stderr: path });
  });

  test('JSON and baselines mean what was given', async () => {
    const { stdout } = await run(['run', 's.yaml', '--json']);
    expect(JSON.stringify(JSON.parse(stdout))).toContain(JSON.stringify(NAME));
    const saved = await run(['gate', 's.yaml', '--save-baseline', 'saved.json']);
    expect(saved.code).toBeLessThan(3);
    const again = await run(['gate', 's.yaml', '--baseline', 'saved.json']);
    expect(again.stderr).not.toContain('has changed');
  });

  test('Markdown and XML hold no HTML', async () => {
    const { stdout } = await run(['gate', 's.yaml', '--reporter', 'markdown']);
    expect(stdout).not.toMatch(/(?<!\\)<script/);
    const { stdout: xml } = await run(['gate', 's.yaml', '--reporter', 'junit']);
    expect(xml).not.toContain('<script');
  });
});

test('any text of such characters is harmless as a path, a value and a name', async () => {
  const cwd = workFolder({});
  const piece = fc.oneof(fc.constantFrom(...KINDS), fc.string({ unit: 'binary', maxLength: 2 }));
  const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(text, async (given) => {
      const argument = given.replaceAll('\0', '');
      writeFileSync(join(cwd, 'c.yaml'), config.replaceAll(quoted(ALL), quoted(given)));
      writeFileSync(join(cwd, 's.yaml'), scenario(given, given));
      expectHarmless(await latsim(['import', 'c.yaml', '--output', '-'], { cwd }));
      expectHarmless(await latsim(['validate', 's.yaml', argument], { cwd }));
      expectHarmless(await latsim(['run', 's.yaml', '--set', argument], { cwd }));
    }),
    { numRuns: 8 },
  );
});

describe("a user's own logger", () => {
  const made = (body: string, more = '') =>
    `export default { ${more} *record(event, context) { ${body} }, *view(context) { return yield { op: 'read', key: context.key }; } };`;
  const text = JSON.stringify(`${ALL}\n::x`);
  const loggers = {
    'throws.mjs': made(`throw new Error(${text});`),
    'throws-text.mjs': made(`throw ${text};`),
    'throws-odd.mjs': made(`throw { get message() { throw 1; } };`),
    'throws-error.mjs': made(`throw Object.assign(new Error('x'), { name: ${text} });`),
    'throws-loading.mjs': `throw new Error(${text});`,
    'prints.mjs': `console.log(${text}); ${made('', `name: ${text}, summary: ${text},`)}`,
    'yields.mjs': made(`yield { op: 'acquire', lock: ${text}, [${text}]: ${text} };`),
  };
  const cwd = workFolder({ ...loggers, 's.yaml': scenario('n', 'g') });

  test.each(Object.keys(loggers))('%s: what it prints, throws and is called', async (name) => {
    const ended = await built(['run', 's.yaml', '--seeds', '1', '--logger', `./${name}`], { cwd });
    expect(ended.code).toBeLessThan(3);
    expectHarmless(ended);
  });
});
