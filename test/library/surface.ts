import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
const types = `${root}dist/`;

/**
 * What the package exports, by name, and the declarations of every type that this refers to: what the
 * compiler of a user sees of it, without comments. Private members are no part of it.
 */
export function surface(): string {
  const program = ts.createProgram([`${types}index.d.ts`], { module: ts.ModuleKind.NodeNext });
  const checker = program.getTypeChecker();
  const entry = program.getSourceFile(`${types}index.d.ts`);
  const module = entry && checker.getSymbolAtLocation(entry);
  if (module === undefined) throw new Error('dist/index.d.ts is not there: npm run build');
  const printer = ts.createPrinter({ removeComments: true });

  const own = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declarationsOf = (symbol: ts.Symbol): ts.Declaration[] =>
    (symbol.declarations ?? []).filter(
      (one) =>
        one.getSourceFile().fileName.startsWith(types) && !ts.isTypeParameterDeclaration(one),
    );
  const textOf = (declaration: ts.Declaration): string => {
    const words = wordsOf(declaration);
    if (words !== undefined) return words;
    const statement = ts.isVariableDeclaration(declaration)
      ? declaration.parent.parent
      : withoutPrivate(declaration);
    return printer
      .printNode(ts.EmitHint.Unspecified, statement, declaration.getSourceFile())
      .replace(/^export /, '')
      .replace(/^declare /, '');
  };

  /** A type that is one of some words, whatever it is derived from. */
  const wordsOf = (declaration: ts.Declaration): string | undefined => {
    if (!ts.isTypeAliasDeclaration(declaration) || declaration.typeParameters) return undefined;
    const type = checker.getTypeAtLocation(declaration.name);
    if (!type.isUnion() || !type.types.every((one) => one.isStringLiteral())) return undefined;
    const words = type.types.map((one) => checker.typeToString(one)).sort();
    return `type ${declaration.name.text} = ${words.join(' | ')};`;
  };

  const exported = checker.getExportsOfModule(module);
  const names = new Map(exported.map((symbol) => [own(symbol), symbol.name]));
  const queue = [...names.keys()];
  const seen = new Set(queue);
  const note = (node: ts.Node): void => {
    if (ts.isClassElement(node) && isPrivate(node)) return;
    const found = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
    const symbol = found && own(found);
    if (symbol !== undefined && !seen.has(symbol) && declarationsOf(symbol).some(isAtTop)) {
      seen.add(symbol);
      queue.push(symbol);
    }
    ts.forEachChild(node, note);
  };
  for (const symbol of queue) {
    for (const one of declarationsOf(symbol)) if (wordsOf(one) === undefined) note(one);
  }

  const told = (symbol: ts.Symbol): string => declarationsOf(symbol).map(textOf).join('\n');
  const heading = (symbol: ts.Symbol): string =>
    names.get(symbol) === symbol.name ? '' : `// as ${names.get(symbol)}\n`;
  const inOrder = (texts: string[]): string => texts.sort().join('\n\n');
  return [
    `// Exported\n\n${exported
      .map(({ name }) => name)
      .sort()
      .join('\n')}`,
    `// As declared\n\n${inOrder([...names.keys()].map((one) => `${heading(one)}${told(one)}`))}`,
    `// What these refer to\n\n${inOrder(queue.filter((one) => !names.has(one)).map(told))}`,
  ].join('\n\n\n');
}

/** Whether it is declared by itself, not inside of something that is told as a whole. */
function isAtTop(declaration: ts.Declaration): boolean {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  return ts.isSourceFile(statement.parent);
}

function isPrivate(member: ts.ClassElement): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0;
}

function withoutPrivate(declaration: ts.Declaration): ts.Node {
  if (!ts.isClassDeclaration(declaration)) return declaration;
  const { modifiers, name, typeParameters, heritageClauses, members } = declaration;
  return ts.factory.updateClassDeclaration(
    declaration,
    modifiers,
    name,
    typeParameters,
    heritageClauses,
    members.filter((member) => !isPrivate(member)),
  );
}
