import { readFileSync } from 'node:fs';
import { type ExportSpecifier, ImportType, initSync, parse } from 'es-module-lexer';
import type { RouterPart } from '../effects/fault.js';
import type { PartChoice } from '../loggers/choice.js';
import { CARRIED_LATSIM, CARRIED_OFFER, type OwnPart } from '../report/page/own-part.js';
import type { SimulationInput } from '../studies/job.js';

/** A user's module as a page carries it, or why it does not. */
export type CarriedModule = { readonly code: string } | { readonly why: string };

/**
 * Makes of a user's module what stands in the text of a worker, where nothing can be imported: a function
 * that takes from latsim what it imports, and returns its default export. Lines stay where they are.
 * @param text of a file that has been loaded
 */
export function carriedModule(part: RouterPart, text: string): CarriedModule {
  initSync();
  const [imports, exports, , isModule] = parse(text);
  if (!isModule) return { why: 'it is not a module' };
  if (imports.some(({ n, t }) => t !== ImportType.Static || n !== 'latsim')) {
    return { why: 'it imports more than latsim' };
  }
  const bindings = imports.map((one) => bindingOf(text.slice(one.ss, one.s - 1)));
  const own = exports.find(({ n }) => n === 'default');
  if (own === undefined || bindings.includes(undefined)) {
    return { why: 'it imports or exports in a way that a page does not know' };
  }
  const body = changedText(text, [
    ...imports.map(({ ss, se }) => ({ from: ss, to: se, text: '' })),
    ...new Map(exports.map((one) => [one.ss, withoutExport(text, one)])).values(),
  ]);
  const before = `${CARRIED_OFFER}('${part}', async function () { 'use strict'; ${bindings.join('')}`;
  return { code: `${before}${body}\nreturn ${own.ln ?? DEFAULT};\n});\n` };
}

/** A part of a text, and what is to stand there. */
interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function changedText(text: string, changes: readonly TextChange[]): string {
  return [...changes]
    .sort((a, b) => b.from - a.from)
    .reduce((all, { from, to, text: put }) => {
      const lines = all.slice(from, to).replace(/[^\n]/g, '');
      return all.slice(0, from) + put + lines + all.slice(to);
    }, text);
}

/** What a default export is called that has no name of its own. */
const DEFAULT = 'latsimDefault';

/** A declaration instead of its export; of a list of names, nothing. */
function withoutExport(text: string, { ss: from, ln, n, e }: ExportSpecifier): TextChange {
  const list = /^export\s*\{[^}]*\}\s*;?/.exec(text.slice(from));
  if (list !== null) return { from, to: from + list[0].length, text: '' };
  if (n !== 'default') return { from, to: from + 'export'.length, text: '' };
  return { from, to: e, text: ln === undefined ? `const ${DEFAULT} =` : '' };
}

/** What an import from latsim declares: `import { read as get } from `; undefined: it is no such thing. */
function bindingOf(clause: string): string | undefined {
  const said = clause.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ' ').trim();
  if (said === 'import') return '';
  const [, names] = /^import\s*\{([^{}]*)\}\s*from$/.exec(said) ?? [];
  if (names !== undefined) {
    return `const {${names.replace(/\s+as\s+/g, ': ').trim()}} = ${CARRIED_LATSIM}; `.replace(
      /\s+/g,
      ' ',
    );
  }
  const [, all] = /^import\s*\*\s*as\s+([\p{ID_Continue}$]+)\s+from$/u.exec(said) ?? [];
  return all === undefined ? undefined : `const ${all} = ${CARRIED_LATSIM}; `;
}

/** What of a run does not come with latsim, as a page has it. */
export function ownParts({ logger, strategy }: SimulationInput): OwnPart[] {
  const parts = Object.entries({ logger, strategy }) as [RouterPart, PartChoice<unknown>][];
  return parts.flatMap(([part, choice]): OwnPart[] => {
    switch (choice?.kind) {
      case 'file':
        return [{ part, name: choice.name, ...carriedFile(part, choice.path) }];
      case 'given':
        return [{ part, name: choice.name, why: 'a program gave it' }];
      default:
        return [];
    }
  });
}

function carriedFile(part: RouterPart, path: string): CarriedModule {
  return /\.[cm]?ts$/.test(path)
    ? { why: 'it is TypeScript' }
    : carriedModule(part, readFileSync(path, 'utf8'));
}
