import { Chalk } from 'chalk';
import type { Style } from '../report/kit/style.js';
import { PLAIN } from '../report/kit/style.js';
import type { Io, TextStream } from './io.js';

export interface ColourSources {
  /** --color or --no-color. */
  readonly flag: boolean | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTty: boolean;
}

/**
 * Whether to colour a stream. The first of these that says something decides: the flag, NO_COLOR
 * (any value but none), FORCE_COLOR (0 and false: off), TERM=dumb, whether it is a terminal.
 */
export function wantsColour({ flag, env, isTty }: ColourSources): boolean {
  if (flag !== undefined) return flag;
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return env.TERM !== 'dumb' && isTty;
}

/** How to show emphasis on a stream. @param flag `--color` or `--no-color` */
export function styleFor(
  { env }: Pick<Io, 'env'>,
  { isTTY = false }: Pick<TextStream, 'isTTY'>,
  flag: boolean | undefined,
): Style {
  if (!wantsColour({ flag, env, isTty: isTTY })) return PLAIN;
  const chalk = new Chalk({ level: 1 });
  return {
    strong: chalk.bold,
    faint: chalk.dim,
    good: chalk.green,
    bad: chalk.red,
    unsure: chalk.yellow,
  };
}
