import type { CommandOption } from '../../text/shell.js';
import type { Style } from '../kit/style.js';
import { clip, clipName, labelled, paragraph, WIDTH } from '../kit/words.js';
import type { Where } from './advice.js';

/** What a text report says besides the results. */
export interface Heading {
  readonly title: string | undefined;
  /** What was run in a few words, the loggers aside. */
  readonly brief: readonly string[];
  /** What was run, as names and texts. */
  readonly setting: readonly (readonly [name: string, text: string])[];
  /** For commands that examine the same experiment. */
  readonly where: Where;
}

/** Longer names are clipped in a heading, and so are other words of it. */
const WORD_WIDTH = 40;

/**
 * What was run in a line or two, and what options changed of it.
 * @param loggers in words
 */
export function briefHeading(
  name: string,
  loggers: string,
  { brief, where }: Pick<Heading, 'brief' | 'where'>,
  style: Style,
): string {
  const short = clipName(name, WORD_WIDTH);
  const parts = [loggers, ...brief].map((part) => clipName(part, WIDTH - 4));
  const lines: string[] = [];
  let line = short;
  for (const [i, part] of parts.entries()) {
    const joined = i === 0 ? `${line}  ${part}` : `${line} · ${part}`;
    if (joined.length > WIDTH) {
      lines.push(line);
      line = `  ${part}`;
    } else {
      line = joined;
    }
  }
  const [first = '', ...more] = [...lines, line];
  const changes = where.options.flatMap(changed);
  return [
    `${style.strong(short)}${first.slice(short.length)}`,
    ...more,
    ...(changes.length === 0 ? [] : [paragraph(`changed: ${changes.join(', ')}`, 2)]),
  ].join('\n');
}

/** What an option changes of what is simulated; nothing of those that say how often or how long. */
function changed([flag, value]: CommandOption): string[] {
  if (flag === '--set') return /^expect\b/.test(value) ? [] : [clip(value, WORD_WIDTH)];
  return ['--strategy', '--profile', '--margin'].includes(flag)
    ? [`${flag.slice(2)} ${value}`]
    : [];
}

/** Title and setting in full. */
export function fullHeading({ title, setting }: Heading, style: Style): string {
  const what = title === undefined ? [] : [paragraph(title, 2), ''];
  const lines = labelled(setting, style.faint);
  return [style.strong('What was run'), ...what, lines].join('\n');
}

/** A logger's name and what it does. */
export function described(logger: { readonly name: string; readonly summary: string }): string {
  const { name, summary } = logger;
  return summary === '' ? name : `${name}: ${summary}`;
}
