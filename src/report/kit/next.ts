import type { Advice } from '../../text/advice.js';
import type { Style } from './style.js';
import { paragraph, WIDTH, wrap } from './words.js';

/** What to try next; each command alone on its line, whole, so that it can be copied. */
export function nextText(advice: readonly Advice[], style: Style): string {
  return [style.strong('Next'), ...advice.map((one) => adviceText(one, style))].join('\n');
}

/** The first of what to try next, for a report that is to be short. */
export function nextStep([first]: readonly Advice[], style: Style): string[] {
  if (first === undefined) return [];
  const [line = '', ...more] = wrap(`Next: ${first.says}`, WIDTH);
  const says = [`${style.strong('Next:')}${line.slice('Next:'.length)}`, ...more].join('\n');
  return [first.command === undefined ? says : `${says}\n${commandText(first.command, style)}`];
}

/** A piece of advice, indented, and its command below it. */
export function adviceText({ says, command }: Advice, style: Style, indent = 2): string {
  const text = paragraph(says, indent);
  return command === undefined ? text : `${text}\n${commandText(command, style, indent + 2)}`;
}

/** A command alone on its line, never broken. */
export function commandText(command: string, style: Style, indent = 4): string {
  return `${' '.repeat(indent)}${style.command(command)}`;
}
