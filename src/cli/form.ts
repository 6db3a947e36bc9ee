import { type Command, InvalidArgumentError, Option } from 'commander';
import { list } from '../report/kit/words.js';
import { usageError } from '../text/failure.js';

/** What a file's name says that is in it, by its extension. */
const FORMS: Readonly<Record<string, string>> = {
  txt: 'text',
  md: 'markdown',
  markdown: 'markdown',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  csv: 'csv',
  svg: 'svg',
  html: 'html',
  htm: 'html',
  xml: 'junit',
  mmd: 'mermaid',
  'perfetto-trace': 'perfetto',
};

/** Forms whose names are proper ones, as they are spoken of. */
const NAMES: Readonly<Record<string, string>> = {
  markdown: 'Markdown',
  json: 'JSON',
  jsonl: 'JSON Lines',
  csv: 'CSV',
  svg: 'SVG',
  html: 'HTML',
  junit: 'JUnit',
  mermaid: 'Mermaid',
  perfetto: 'Perfetto traces',
};

/** Forms that are one of another kind, whose extension they may have where they are asked for by name. */
const WITHIN: Readonly<Record<string, string>> = { perfetto: 'json' };

/** Extensions of pictures, none of which latsim draws: what is no known form is text otherwise. */
const PICTURES: ReadonlySet<string> = new Set(
  'png jpg jpeg gif webp bmp tif tiff pdf ps eps'.split(' '),
);

/** Options that say what form a report is to have. */
export interface FormOptions {
  readonly format?: string | undefined;
  readonly json?: true | undefined;
  readonly output?: string | undefined;
}

/** Adds the options that say what form a report is to have, and where it goes. @param forms the first by default */
export function formOptions(
  command: Command,
  forms: readonly string[],
  text = 'form of the report',
): Command {
  return command
    .addOption(formatOption(forms, `${text} (default: as --output ends, or ${forms[0]})`))
    .option('-o, --output <file>', 'write the report to this file instead; - is stdout')
    .option('--json', 'the same as --format json');
}

/** The option that says it. */
export function formatOption(forms: readonly string[], text: string): Option {
  const option = new Option('-f, --format <format>', text).choices(forms);
  return option.argParser((given) => {
    const form = forms.includes(given) ? given : FORMS[given.toLowerCase()];
    if (form !== undefined && forms.includes(form)) return form;
    const others = elsewhere(form);
    throw new InvalidArgumentError(`Allowed choices are ${forms.join(', ')}${others}.`);
  });
}

/**
 * The form of a report: that of --format or --json, else what --output ends in, else text.
 * @param forms those that there are
 * @throws CommandError where two of these say different things, or there is no such form here
 */
export function formOf<Form extends string>(
  { format, json, output }: FormOptions,
  forms: readonly Form[],
): Form | 'text' {
  if (json === true && format !== undefined && format !== 'json') {
    throw usageError(`--format ${format} and --json contradict one another`, 'give one of them');
  }
  const asked = json === true ? 'json' : format;
  if (asked !== undefined && !forms.some((form) => form === asked)) {
    throw usageError(`this command does not write ${NAMES[asked]} here`, instead(forms, asked));
  }
  const named = output === undefined ? undefined : requireForm('--output', output, forms);
  const fits = asked === named || (asked !== undefined && WITHIN[asked] === named);
  if (asked !== undefined && named !== undefined && !fits) {
    const flag = json === true ? '--json' : `--format ${format}`;
    throw usageError(
      `${flag} and --output ${output} contradict one another`,
      `leave ${flag} out, or name a file that ends in ${extensionOf(asked)}`,
    );
  }
  const form = forms.find((one) => one === (asked ?? named));
  return form ?? 'text';
}

/**
 * The form that a file's name says; undefined: it says none.
 * @param flag the option that names the file
 * @param forms those that can be written
 * @throws CommandError for a name that says another
 */
export function requireForm(
  flag: string,
  file: string,
  forms: readonly string[],
): string | undefined {
  const extension = extensionIn(file);
  const form = FORMS[extension];
  const picture = PICTURES.has(extension);
  if (form === undefined ? !picture : forms.includes(form)) return form;
  const name = form === undefined ? 'pictures of this kind' : (NAMES[form] ?? form);
  const offered = picture && forms.includes('svg') ? ['svg'] : forms;
  throw usageError(
    `${flag} ${file}: this command does not write ${name} (.${extension}) there`,
    instead(offered, form),
  );
}

/**
 * Which forms there are instead, where one has not what is asked for.
 * @param asked where another command has it, that is said, too
 */
export function instead(forms: readonly string[], asked?: string): string {
  const known = forms.map((one) => `${one} (${extensionOf(one)})`);
  return `there is ${list(known, 'or')}${elsewhere(asked)}`;
}

/** Who writes a page, for whoever asks it of another command. */
const WITH_PAGE = ['run', 'compare', 'explore', 'trace', 'sweep', 'gate', 'page'];

function elsewhere(form: string | undefined): string {
  return form === 'html' ? `; ${list(WITH_PAGE)} write HTML` : '';
}

/** What to do where there is nothing to draw: text says why, however the diagram was asked for. */
export function textInstead({ output = '' }: FormOptions): string {
  return FORMS[extensionIn(output)] === undefined
    ? 'ask for --format text'
    : 'have the reason as text: leave --output out, or name a file that ends in .txt';
}

function extensionIn(file: string): string {
  return /\.([\w-]+)$/.exec(file)?.[1]?.toLowerCase() ?? '';
}

function extensionOf(form: string): string {
  const [extension = form] = Object.entries(FORMS).find(([, one]) => one === form) ?? [];
  return `.${extension}`;
}
