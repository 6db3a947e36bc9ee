import type { Style } from '../kit/style.js';
import { WIDTH, wrap } from '../kit/words.js';
import type { Where } from './advice.js';

/** What a text report says besides the results. */
export interface Heading {
  readonly title: string | undefined;
  /** What was run, as names and texts. */
  readonly setting: readonly (readonly [name: string, text: string])[];
  /** For commands that examine the same experiment. */
  readonly where: Where;
}

/** Name, title and setting: what was run. */
export function textHeading(name: string, { title, setting }: Heading, style: Style): string {
  const width = Math.max(...setting.map(([label]) => label.length));
  const lines = setting.flatMap(([label, text]) =>
    wrap(text, WIDTH - width - 4).map(
      (line, i) => `  ${style.faint((i === 0 ? label : '').padEnd(width))}  ${line}`,
    ),
  );
  const first = style.strong(name);
  const rest = title === undefined ? '' : wrap(`: ${title}`, WIDTH - name.length).join('\n');
  return `${first}${rest}\n\n${lines.join('\n')}`;
}
