import type { RunReport } from '../../src/report/run/report.js';
import { built } from '../cli/in-process.js';
import { codeOf, type Page } from './page.js';

/** What a command said, on stdout and then on stderr, and its exit code. */
export interface Said {
  readonly lines: readonly string[];
  readonly code: number;
}

/** The command of a line such as `$ latsim run 16x4` or `$ npx latsim run 16x4`. */
export function commandIn(line: string): string | undefined {
  return /^\$ (?:npx )?(latsim .*)$/.exec(line)?.[1];
}

/** The commands in a page's console blocks: the quick ones, or those that take long. */
export function commandsIn(page: Page, slow: boolean): string[] {
  return codeOf(page, 'console')
    .filter((block) => block.slow === slow)
    .flatMap(({ lines }) => lines.flatMap((line) => commandIn(line) ?? []));
}

/** Runs commands in a folder, one after the other, each once. */
export async function saidBy(
  commands: Iterable<string>,
  folder: string,
): Promise<Map<string, Said>> {
  const said = new Map<string, Said>();
  for (const command of new Set(commands)) {
    const { code, stdout, stderr } = await built(words(command).slice(1), { cwd: folder });
    said.set(command, { lines: (stdout + stderr).replace(/\n$/, '').split('\n'), code });
  }
  return said;
}

/** The reports of commands `latsim run ...`. */
export async function reportsOf(
  commands: Iterable<string>,
  folder: string,
): Promise<Map<string, RunReport>> {
  const reports = new Map<string, RunReport>();
  for (const command of new Set(commands)) {
    const args = [...words(command).slice(1), '--json'];
    const { code, stdout, stderr } = await built(args, { cwd: folder });
    if (stdout === '') throw new Error(`${command} ends with ${code}:\n${stderr}`);
    reports.set(command, JSON.parse(stdout) as RunReport);
  }
  return reports;
}

/** The words of a command line; quotes keep a word together, and a backslash means what follows. */
export function words(command: string): string[] {
  const found = command.matchAll(/(?:\\.|[^\s'"]|'[^']*'|"[^"]*")+/g);
  return [...found].map(([word]) => word.replace(/\\(.)|'([^']*)'|"([^"]*)"/g, '$1$2$3'));
}

/**
 * A console block with what its commands say now. A line `...` stands for lines left out: of the
 * lines between two of them, the first and the last are looked for by what they say, figures
 * aside. After a command that fails `$ echo $?` has to show its exit code.
 */
export function consoleNow(
  lines: readonly string[],
  said: ReadonlyMap<string, Said>,
): readonly string[] {
  const now: string[] = [];
  for (let i = 0; i < lines.length; ) {
    const line = lines[i++] as string;
    const shown: string[] = [];
    while (i < lines.length && !lines[i]?.startsWith('$ ')) shown.push(lines[i++] as string);
    const command = commandIn(line);
    if (command === undefined) throw new Error(`not a latsim command: ${line}`);
    const { lines: output, code } = said.get(command) as Said;
    now.push(line, ...excerptNow(shown, output, command));
    const asksCode = lines[i] === '$ echo $?';
    if (asksCode) {
      now.push('$ echo $?', String(code));
      i += 2;
    } else if (code !== 0) {
      throw new Error(`${command} ends with ${code}:\n${output.join('\n')}`);
    }
  }
  return now;
}

const ELISION = '...';

function excerptNow(
  shown: readonly string[],
  output: readonly string[],
  command: string,
): readonly string[] {
  if (!shown.includes(ELISION)) return output;
  const now: string[] = [];
  let cursor = 0;
  const find = (line: string): number => {
    const index = output.findIndex((said, at) => at >= cursor && gist(said) === gist(line));
    if (index < 0) throw new Error(`${command} no longer says: ${line}`);
    return index;
  };
  for (let i = 0; i < shown.length; ) {
    if (shown[i] === ELISION) {
      now.push(ELISION);
      i++;
      continue;
    }
    const start = i;
    while (i < shown.length && shown[i] !== ELISION) i++;
    const first = start === 0 ? 0 : find(shown[start] as string);
    cursor = first;
    const last = i === shown.length ? output.length - 1 : find(shown[i - 1] as string);
    now.push(...output.slice(first, last + 1));
    cursor = last + 1;
  }
  return now;
}

/** What a line says, whatever its figures, hashes, bars and alignment. */
function gist(line: string): string {
  return line
    .replace(/[▁-▏░]/g, '')
    .replace(/\b[0-9a-f]{12,16}\b/g, 'hash')
    .replace(/[+-]?\d[\d.,]*/g, '0')
    .replace(/^\s*>/, '')
    .replace(/\s/g, '');
}
