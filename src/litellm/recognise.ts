import type { Problem } from '../text/problems.js';
import { commandLine } from '../text/shell.js';

/** Sections of a LiteLLM proxy configuration: no scenario has a key of one of these names. */
const SECTION = [
  'model_list|router_settings|litellm_settings|general_settings|environment_variables|credential_list',
  'callback_settings|mcp_servers|vector_store_registry|files_settings|finetune_settings',
].join('|');
/** What every scenario has. */
const FLEET = 'fleet|modelGroups';

/** At the start of a line, or of a JSON text: a log may have such a name within. */
const OWN_KEY =
  /(?:^|^\{\s*)["']?(?:fleet|modelGroups|load|duration|dispatch|store|router|logger|seeds?|replications|expect|title|shows|assumes|processes|samples)["']?[ \t]*:/m;

const SECTIONS = new Set([...SECTION.split('|'), 'include']);

/** Whether a key of a file is a section of a proxy configuration. */
export function isSection(name: string): boolean {
  return SECTIONS.has(name);
}

/** Whether a text has one, wherever it begins. */
export function hasSection(text: string): boolean {
  return SECTION_LINE.test(text);
}

const key = (before: string, names: string) =>
  new RegExp(`${before}["']?(?:${names})["']?[ \\t]*:`, 'm');
const [TOP, ANY, SCENARIO] = [
  key('^', SECTION),
  key('(?:^[ \\t]*|[{,]\\s*)', SECTION),
  key('(?:^[ \\t]*|[{,]\\s*)', FLEET),
];

const SECTION_LINE = key('^[ \\t]*', SECTION);

/** What a text is that stands in the place of another, and the command that reads it. */
export interface Misplaced {
  readonly what: string;
  readonly remedy: string;
  /** Words of the command before the file. */
  readonly command: readonly string[];
}

const CONFIGURATION: Misplaced = {
  what: 'a LiteLLM proxy configuration',
  remedy: 'make scenarios of it:',
  command: ['import'],
};
const RECORDING: Misplaced = {
  what: 'a recording',
  remedy: 'replay it:',
  command: ['replay'],
};
const LOG: Misplaced = {
  what: 'a log',
  remedy: "name the proxy's configuration, and the log with --logs:",
  command: ['import', 'config.yaml', '--logs'],
};
const OWN: Misplaced = {
  what: 'a scenario of latsim',
  remedy: 'it needs no import:',
  command: ['run'],
};

/**
 * Which file of LiteLLM a text is, whole or broken. It is asked of what is no scenario: errors quote a
 * scenario's lines, and of these files no more than `docs/reference/what-is-shown.md` lists.
 */
export function litellmFile(text: string): Misplaced | undefined {
  // Within a scenario a text may speak of a section; what stands beside its keys is one.
  if (TOP.test(text) || (ANY.test(text) && !SCENARIO.test(text))) return CONFIGURATION;
  const [first = '', second = ''] = text.replace(/^[[\s]+/, '').split('\n', 2);
  const isJson = /^\{\s*"/.test(first);
  if (isJson && /"op"\s*:/.test(first)) return RECORDING;
  const isRow = isJson && (second.startsWith('{') || /"(?:start|end)_?time"\s*:/i.test(first));
  // A sentence has blanks behind its commas.
  const isHeader = /^(?:[^:{}[\]#,]*,(?! )){2}|^[^:{}[\]#]*start_?time"?,/i.test(first);
  return isRow || isHeader ? LOG : undefined;
}

/** Whether a text has a key of a scenario where a scenario has it, whatever is wrong with the rest. */
export function hasKeysOfScenario(text: string): boolean {
  return OWN_KEY.test(text);
}

/** What a text is in the place of a proxy configuration, asked of what is none. */
export function insteadOfConfig(text: string): Misplaced | undefined {
  const found = litellmFile(text);
  if (found !== undefined) return found === CONFIGURATION ? undefined : found;
  return SCENARIO.test(text) ? OWN : undefined;
}

/**
 * What the first line of a text says that it is in the place of a log, asked of one without the columns
 * of a log.
 */
export function insteadOfLog(line: string): string | undefined {
  if (TOP.test(line)) return CONFIGURATION.what;
  return /^(?:fleet|title|name|shows|duration|load)[ \t]*:/.test(line) ? OWN.what : undefined;
}

/**
 * The problem with a file in the place of another: nothing of its text is shown.
 * @param wanted `a scenario`
 */
export function misplaced(file: string, found: Misplaced, wanted: string): Problem {
  const { what, remedy, command } = found;
  return {
    file,
    line: 1,
    column: 1,
    message: `this is ${what}, not ${wanted}`,
    remedy,
    command: commandLine([...command, file]),
  };
}
