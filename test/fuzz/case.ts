import type { Ended } from '../cli/latsim.js';

/** Contents by file name. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** One input, and what must hold of what comes of it. */
export interface Case {
  /** Written into an empty folder before, and kept where something is wrong. */
  readonly files: Files;
  /** Run in that folder, one after the other; a later one can use what an earlier one wrote. */
  readonly commands: readonly (readonly string[])[];
  /** What is wrong beside what is wrong with any command's end. */
  fault?(ended: readonly Ended[]): string | undefined;
}

/** What came of a case: the exit code of each command, and what is wrong. */
export interface Outcome {
  readonly codes: readonly number[];
  readonly fault?: string;
}

export type Run = (args: readonly string[]) => Promise<Ended>;

/** Runs the commands of a case, whose files are there. */
export async function outcomeOf({ commands, fault }: Case, run: Run): Promise<Outcome> {
  const ended: Ended[] = [];
  for (const command of commands) {
    const end = await run(command);
    ended.push(end);
    const wrong = faultOfEnd(end);
    if (wrong !== undefined) {
      return {
        codes: ended.map(({ code }) => code),
        fault: `${wrong}: latsim ${command.join(' ')}`,
      };
    }
  }
  const wrong = fault?.(ended);
  return { codes: ended.map(({ code }) => code), ...(wrong !== undefined && { fault: wrong }) };
}

const CODES = [0, 1, 2, 4];

/** What is not for a terminal: control characters, and what turns the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const HARMFUL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** What must hold of any command, whatever it is given. */
function faultOfEnd({ code, stdout, stderr }: Ended): string | undefined {
  if (!CODES.includes(code)) return `it ends with ${code}`;
  if (code === 2 && !/^ {2}= \S/m.test(stderr)) return 'it is refused without a remedy';
  for (const [name, text] of Object.entries({ stdout, stderr })) {
    const [found] = HARMFUL.exec(text) ?? [];
    if (found !== undefined) {
      const number = found.charCodeAt(0).toString(16).padStart(4, '0');
      return `${name} has the character U+${number}`;
    }
    if (text.includes('[object Object]')) return `${name} shows an object`;
  }
  return undefined;
}
