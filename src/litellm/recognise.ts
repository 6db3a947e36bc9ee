/** Sections of a LiteLLM proxy configuration: no scenario has a key of one of these names. */
const SECTIONS =
  'model_list|router_settings|litellm_settings|general_settings|environment_variables|credential_list';
const SECTION = new RegExp(`(?:^|[{,]\\s*)["']?(?:${SECTIONS})["']?[ \\t]*:`, 'm');

/** What a text is that is of LiteLLM and no scenario, and the command that reads it. */
export interface LitellmFile {
  readonly what: string;
  readonly remedy: string;
  /** Words of the command before the file. */
  readonly command: readonly string[];
}

const CONFIGURATION: LitellmFile = {
  what: 'a LiteLLM proxy configuration',
  remedy: 'make scenarios of it:',
  command: ['import'],
};
const RECORDING: LitellmFile = {
  what: 'a recording',
  remedy: 'replay it:',
  command: ['replay'],
};
const LOG: LitellmFile = {
  what: 'a log',
  remedy: 'name a scenario, and the log with --logs:',
  command: ['diagnose', '16x4', '--logs'],
};

/**
 * Which file of LiteLLM a text is, whole or broken. It is asked of what is no scenario: errors quote a
 * scenario's lines, and of these files no more than `docs/reference/what-is-shown.md` lists.
 */
export function litellmFile(text: string): LitellmFile | undefined {
  if (SECTION.test(text)) return CONFIGURATION;
  const [first = '', second = ''] = text.trimStart().split('\n', 2);
  const isJson = /^\{\s*"/.test(first);
  if (isJson && /"op"\s*:/.test(first)) return RECORDING;
  const isRow = isJson && (second.startsWith('{') || /"(?:start|end)_?time"\s*:/i.test(first));
  const isHeader = /^(?:[^:{}[\]#,]*,){2}/.test(first);
  return isRow || isHeader ? LOG : undefined;
}
