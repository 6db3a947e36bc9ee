import { Chalk } from 'chalk';
import type { Style } from '../report/kit/style.js';
import { PLAIN } from '../report/kit/style.js';
import type { Io, TextStream } from './io.js';
import { own } from './own-colours.js';

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
  const command = isTTY ? asTyped(env) : PLAIN.command;
  if (!wantsColour({ flag, env, isTty: isTTY })) return { ...PLAIN, command };
  const chalk = new Chalk({ level: 1 });
  return {
    strong: own(chalk.bold),
    faint: own(chalk.dim),
    // Told apart by the colour-blind, and from red by everybody.
    good: own(chalk.blueBright),
    bad: own(chalk.red),
    unsure: own(chalk.magenta),
    fast: own(chalk.blueBright),
    slow: own(chalk.yellow),
    command,
  };
}

/**
 * Commands as somebody types them who started latsim so: npx and `npm exec` leave `npm_command=exec`
 * behind, and so does pnpm, which names itself in the user agent. What goes to a file or a pipe may be
 * read anywhere, and begins with `latsim`.
 */
function asTyped({ npm_command, npm_config_user_agent = '' }: Io['env']): Style['command'] {
  if (npm_command !== 'exec') return PLAIN.command;
  const runner = npm_config_user_agent.startsWith('pnpm/') ? 'pnpm exec' : 'npx';
  return (text) => text.replace(/^latsim\b/, `${runner} latsim`);
}
