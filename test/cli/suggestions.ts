import { copyFileSync, cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { words } from '../docs/commands.js';
import { codeOf, type Page, pages, proseOf, ROOT } from '../docs/page.js';
import { built } from './in-process.js';
import { type Ended, SMALL, workFolder } from './latsim.js';
import { USER_LOGGERS } from './loggers-of-users.js';

/*
 * What a report, an error or a page suggests can be copied: it stands alone on its line, says no option
 * twice, and runs.
 */

const LONG = 'us.anthropic.claude-sonnet-4-20250514-v1:0-of-the-second-account-in-another-region';
const FILES = {
  'small.yaml': SMALL,
  "it's small.yaml": SMALL,
  'expects.yaml': `${SMALL}expect: [lost == 0, share(fast) <= 100%, share(fast) >= 62%]\n`,
  'own.yaml': `${SMALL}logger: ./good.mjs\n`,
  'long.yaml': SMALL.replace('name: slow', `name: '${LONG}'`),
  'config.yaml': `model_list:
  - { model_name: assistant, litellm_params: { model: 'bedrock/${LONG}' } }
  - { model_name: assistant, litellm_params: { model: openai/gpt-4.1 } }
router_settings: { routing_strategy: latency-based-routing }
`,
  ...USER_LOGGERS,
};
export const cwd = workFolder(FILES);

const ran = new Map<string, Promise<Ended>>();

/** Runs it so that it neither takes long nor starts a thread: once, as many suggest the same. */
export function run(args: readonly string[]): Promise<Ended> {
  const key = JSON.stringify(args);
  const ended = ran.get(key) ?? runAnew(args);
  ran.set(key, ended);
  return ended;
}

function runAnew(args: readonly string[]): Promise<Ended> {
  const [command = ''] = args;
  const threaded = ['run', 'compare', 'trace', 'gate', 'diagnose'].includes(command);
  const more = threaded && !args.includes('--help') ? ['--threads', '1'] : [];
  return built([...args, ...more], { cwd });
}

/** Commands on lines of their own, and those after `replay: `. */
function suggested(text: string): { own: string[]; replays: string[]; rest: string } {
  const own = [...text.matchAll(/^ {2,}(latsim .*)$/gm)].map(([, command = '']) => command);
  const replays = [...text.matchAll(/^ *replay: (latsim .*)$/gm)].map(([, found = '']) => found);
  return { own, replays, rest: text.replaceAll(/^ *(replay: )?latsim .*$/gm, '') };
}

/** A command with something of its own behind it, inside of prose. */
const INSIDE =
  /latsim (run|compare|explore|trace|replay|import|diagnose|gate|merge|validate) +(-|\S+\.(ya?ml|mjs)|16x4)/;

/** Something to be copied. */
export function expectCopied(command: string): void {
  const options = words(command).flatMap((word, i, all) => {
    if (!word.startsWith('--')) return [];
    return word === '--set' ? `--set ${all[i + 1]?.replace(/=.*/s, '')}` : word;
  });
  const repeatable = /^latsim (gate|compare) /.test(command) ? ['--expect', '--logger'] : [];
  const counted = options.filter((option) => !repeatable.includes(option));
  expect(counted).toEqual([...new Set(counted)]);
  expect(command).not.toMatch(/[.,;:] *$/);
}

/** A report that can be read and whose suggestions can be copied. */
export async function expectReport(args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await run(args);
  expect([0, 1]).toContain(code);
  const { own, replays, rest } = suggested(stdout + stderr);
  for (const line of rest.split('\n')) {
    expect(line).not.toMatch(INSIDE);
    // What has no blank to be broken at stays whole.
    if (line.trim().includes(' ') && !line.includes(LONG)) expect(line.length).toBeLessThan(81);
  }
  for (const command of new Set([...own, ...replays])) {
    expectCopied(command);
    if (command === `latsim ${args.join(' ')}`) continue;
    const again = await run(words(command).slice(1));
    expect([command, [0, 1].includes(again.code), again.stderr]).toEqual([
      command,
      true,
      again.stderr,
    ]);
  }
}

/** The same of an error. */
export async function expectError(args: readonly string[]): Promise<void> {
  const { code, stderr } = await run(args);
  expect(code).toBe(2);
  const { own, replays, rest } = suggested(stderr);
  expect(rest).not.toMatch(INSIDE);
  expect(own.length + replays.length).toBeGreaterThan(0);
  // What shows one replication alone fails again, as the whole does.
  const isAgain = (command: string) => command.includes(' --replication ');
  for (const command of own.filter((one) => !isAgain(one))) {
    expect((await run(words(command).slice(1))).code).toBe(0);
  }
  for (const command of [...replays, ...own.filter(isAgain)]) {
    expectCopied(command);
    expect((await run(words(command).slice(1))).code).toBe(2);
  }
}

/** A folder with what readers have: a configuration, a log, a recording, a logger, a shard. */
export async function readersFolder(): Promise<string> {
  const folder = workFolder({ 'mine.mjs': USER_LOGGERS['good.mjs'] });
  const log = join(ROOT, 'docs/examples/spend-log.csv');
  for (const name of ['spend.csv', 'spend-log.csv']) copyFileSync(log, join(folder, name));
  cpSync(join(ROOT, 'docs'), join(folder, 'docs'), { recursive: true });
  for (const { file, lines } of pages().flatMap((page) => codeOf(page, 'yaml'))) {
    if (file !== undefined) writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
  }
  copyFileSync(join(ROOT, 'docs/examples/config.yaml'), join(folder, 'config.yaml'));
  writeFileSync(join(folder, 'gated.yaml'), `${SMALL}expect: [share(fast) <= 100%]\n`);
  const recordings = join(ROOT, 'test/fixtures/golden/v1.76.1');
  const [recording = ''] = readdirSync(recordings).filter((name) => name.endsWith('.jsonl.gz'));
  copyFileSync(join(recordings, recording), join(folder, 'recording.jsonl.gz'));
  const shard = ['--shard', '1/1', '--output', 'shard-1.jsonl'];
  await built(['gate', 'gated.yaml', '--threads', '1', ...shard], { cwd: folder });
  return folder;
}

/** Commands that pages suggest without showing what they say. */
export function commandsOfPages(): string[] {
  const all = new Set(pages().flatMap((page) => [...inShell(page), ...inProse(page)]));
  return [...all].filter((command) => !asksServers(command));
}

/** A Redis or a proxy has to be there: `npm run test:redis` and `npm run test:live` have them. */
function asksServers(command: string): boolean {
  return /^latsim (live|probe) /.test(command);
}

/** A diagnosis and a log of all events take seconds, and a logger of one's own the start of a thread. */
export function isSlow(command: string): boolean {
  return command.startsWith('latsim diagnose ') || / --events |\.mjs/.test(command);
}

export async function expectToRun(command: string, folder: string): Promise<void> {
  const { code, stderr } = await built(shortened(words(command).slice(1)), { cwd: folder });
  expect([command, code, stderr]).toEqual([command, code === 1 ? 1 : 0, stderr]);
}

/** A command as a reader would copy it: nothing in capitals to be filled in, nothing piped on. */
function complete(command: string): boolean {
  return !/\b[A-Z]{3,}\b|[|<>[\]…]|\.\.\./.test(command.replace(/'[^']*'/g, ''));
}

function inShell(page: Page): string[] {
  const lines = ['sh', 'yml'].flatMap((language) =>
    codeOf(page, language).flatMap((block) => block.lines),
  );
  return lines.flatMap((line) => {
    const [, command = ''] = /^\s*(?:[^#]*&& )?(?:npx )?(latsim .*?)(?: +#.*)?$/.exec(line) ?? [];
    return command !== '' && complete(command) ? [command] : [];
  });
}

/** Of code inside of sentences: what names what to run, and is no head of a table. */
function inProse(page: Page): string[] {
  const text = proseOf(page)
    .filter((line) => !line.startsWith('|') && !line.startsWith('#'))
    .join('\n');
  return [...text.matchAll(/`(?:npx )?(latsim [^`]*)`/g)].flatMap(([, found = '']) => {
    const command = found.replaceAll(/\s+/g, ' ');
    const runs = /^latsim (explore --logger |(run|compare|trace|gate) [^-])/.test(command);
    return runs && complete(command) ? [command] : [];
  });
}

/** What takes seconds is run with fewer replications, and on a small scenario where any will do. */
function shortened(args: readonly string[]): string[] {
  const small = args[0] === 'gate' && !args.includes('--expect');
  const given = args.flatMap((word) =>
    word === 'scenarios/*.yaml' || (small && word === '16x4')
      ? 'gated.yaml'
      : word === 'scenarios/16x4.yaml'
        ? '16x4'
        : word === 'shard-*.jsonl'
          ? 'shard-1.jsonl'
          : word,
  );
  const [command = ''] = given;
  const few = ['run', 'compare', 'trace'].includes(command) && !given.includes('--replications');
  const more = few
    ? ['--replications', '1', '--threads', '1']
    : command === 'import'
      ? ['--force']
      : [];
  return [...given, ...more];
}
