import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/**
 * The promise: same scenario, seed and version, same bytes, on every machine and in a browser. So
 * the pure layers name nothing that depends on the machine, the moment or the place. Three checks
 * see to it: dependency-cruiser (no `node:` import), the compiler with `tsconfig.pure.json` (no
 * global of Node or of a browser), and this file: what JavaScript itself offers of that kind.
 */

const pure = /^(stats|kernel|effects|model|strategies|loggers|measure|worlds)\//;

const globals = new Set(['Date', 'Intl', 'globalThis']);

/** `Math.pow` gives other bits on other versions of V8, and so does `**`. */
const members = /^(Math\.(random|pow)|.*\.(toLocale\w*|localeCompare))$/;

function impurities(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && globals.has(node.text)) found.push(node.text);
    if (ts.isPropertyAccessExpression(node) && members.test(node.getText())) {
      found.push(node.getText());
    }
    if (ts.isElementAccessExpression(node) && node.expression.getText() === 'Math') {
      found.push(node.getText());
    }
    if (
      node.kind === ts.SyntaxKind.AsteriskAsteriskToken ||
      node.kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken
    ) {
      found.push(node.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.ES2022, true));
  return found;
}

/** What the compiler says of a source when it is compiled as the pure layers are. */
function compilerErrors(source: string): string[] {
  const { config } = ts.readConfigFile(join(root, '../tsconfig.pure.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, '..'));
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  const file = join(root, 'kernel/planted.ts');
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022)
      : getSourceFile(name, ...rest);
  const program = ts.createProgram([file], options, host);
  return program
    .getSemanticDiagnostics()
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

const root = fileURLToPath(new URL('../../src/', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => pure.test(file) && file.endsWith('.ts'));

describe('the pure layers', () => {
  it('name nothing of the machine, the moment or the place', () => {
    const found = files.flatMap((file) =>
      impurities(readFileSync(join(root, file), 'utf8')).map((name) => `src/${file}: ${name}`),
    );
    expect(files.length).toBeGreaterThan(5);
    expect(found).toEqual([]);
  });
});

describe('the check of purity', () => {
  it.each([
    ['const now = Date.now();', ['Date']],
    ['const now = new Date();', ['Date']],
    ['const x = Math.random();', ['Math.random']],
    ["const x = Math['random']();", ["Math['random']"]],
    ['const x = 2 ** 3;', ['**']],
    ['let x = 2; x **= 3;', ['**=']],
    ['const x = Math.pow(2, 3);', ['Math.pow']],
    ['const g = globalThis.Math;', ['globalThis']],
    ["['a'].sort((a, b) => a.localeCompare(b));", ['a.localeCompare']],
    ['const s = (1).toLocaleString();', ['(1).toLocaleString']],
    ["new Intl.NumberFormat('de');", ['Intl']],
  ])('finds %s', (source, expected) => {
    expect(impurities(source)).toEqual(expected);
  });

  it('lets pass what is only text, or a property', () => {
    const source =
      "/** Not Date.now(). */ const text = 'Math.random 2 ** 3'; const x = Math.sqrt(2);";
    expect(impurities(source)).toEqual([]);
  });

  it('has a compiler that knows neither Node nor a browser', () => {
    const names = ['process', 'performance', 'setTimeout', 'console', 'fetch', 'crypto', 'window'];
    const errors = compilerErrors(
      names.map((name) => `export const own_${name} = ${name};`).join('\n'),
    );
    for (const name of names) {
      expect(errors).toContainEqual(expect.stringMatching(`^Cannot find name '${name}'`));
    }
    expect(compilerErrors('export const root = Math.sqrt(2);')).toEqual([]);
  });
});
