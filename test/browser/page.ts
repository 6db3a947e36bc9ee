import { fileURLToPath } from 'node:url';
import { type Context, createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import type * as Rooms from './rooms.js';

/** A script for a page, in which the engine is `latsim`. */
export interface Bundle {
  readonly code: string;
  /** What it is made of: files of `src`, and packages. */
  readonly sources: readonly string[];
  readonly packages: readonly string[];
}

/** What bundles have that are asked below: all pure rooms. */
export const ROOMS = "export * from '../../test/browser/rooms.js';";

const folder = fileURLToPath(new URL('../../src/browser/', import.meta.url));

/**
 * Bundles a module of `src/browser` for a browser.
 * @param source its text
 * @throws Error where it reaches for a module of Node
 */
export async function bundled(source: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: folder, loader: 'ts' },
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'latsim',
    logLevel: 'silent',
  });
  const inputs = Object.keys(metafile.inputs).map((input) => input.replaceAll('\\', '/'));
  const found = (pattern: RegExp) => [
    ...new Set(
      inputs.map((input) => pattern.exec(input)?.[1]).filter((name) => name !== undefined),
    ),
  ];
  return {
    code: outputFiles[0]?.text ?? '',
    sources: found(/^(?:\.\.\/)*src\/(.*)$/),
    packages: found(/node_modules\/((?:@[^/]+\/)?[^/]+)/),
  };
}

/**
 * Takes away what even the language has of the machine, the moment, the place and mere luck, and the
 * functions whose last digits it leaves open.
 */
const BARE = `
for (const name of ['console', 'Date', 'Intl', 'WebAssembly']) delete globalThis[name];
const exact = /^(abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|[A-Z]\\w*)$/;
for (const name of Object.getOwnPropertyNames(Math)) if (!exact.test(name)) delete Math[name];
delete String.prototype.localeCompare;
`;

/** Loads a bundle where there is JavaScript and nothing else. */
function bareContext({ code }: Bundle): Context {
  const context = createContext({});
  runInContext(BARE, context);
  runInContext(code, context);
  return context;
}

/** Asks a bundle in a bare context; what is given and what comes back are JSON on their way. */
export function asking<Latsim = typeof Rooms>(bundle: Bundle) {
  const context = bareContext(bundle);
  /** What a function that knows its parameters alone gives there. */
  return <Input, Output>(ask: (latsim: Latsim, input: Input) => Output, input: Input) =>
    JSON.parse(
      runInContext(`JSON.stringify((${ask})(latsim, ${JSON.stringify(input)}))`, context),
    ) as Output;
}

/** The same for what takes its time. */
export function askingInTurns<Latsim = typeof Rooms>(bundle: Bundle) {
  const context = bareContext(bundle);
  return async <Input, Output>(
    ask: (latsim: Latsim, input: Input) => Promise<Output>,
    input: Input,
  ) =>
    JSON.parse(
      await runInContext(
        `(${ask})(latsim, ${JSON.stringify(input)}).then(JSON.stringify)`,
        context,
      ),
    ) as Output;
}
