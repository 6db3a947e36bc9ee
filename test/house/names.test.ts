import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/*
 * A name of a type means one thing in the whole house: whoever reads `Setup` need not ask which.
 */

const root = fileURLToPath(new URL('../../src/', import.meta.url));

/** One thing in two forms, or two things that still await names of their own. */
const ALLOWED: Readonly<Record<string, string>> = {
  Failure: 'why a command fails; a failed request of a recording',
  Field: 'a part of the schema; what a replay checks',
  Group: 'as a scenario file has it; compiled',
  Judgement: 'of an expectation; of a schedule',
  Kind: 'one of several, described once; what a field of an effect must be',
  Load: 'as a scenario file has it; compiled',
  Logger: 'as the engine has it; as users write it',
  ModelGroup: 'as a scenario file has it; compiled',
  Operation: 'as a recording has it; under way',
  SampleKind: 'compiled; as a scenario file has it',
  Setting: 'what effects are performed on; what the tasks of a program share',
  Settings: 'parameters of a kind; overrides of a variant',
  Store: 'as the engine has it; as the library is told of it',
  Surroundings: 'of a parameter; of a request',
  World: 'what interprets effects: any, of the simulator, of the explorer',
};

/** Interfaces, type aliases, classes and enumerations of a file, exported or not. */
function typesOf(source: string): string[] {
  const { statements } = ts.createSourceFile('a.ts', source, ts.ScriptTarget.ES2022);
  return statements.flatMap((statement) =>
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
      ? (statement.name?.text ?? [])
      : [],
  );
}

/** Names that more than one file defines, each with its files. */
function definedTwice(sources: ReadonlyMap<string, string>): Record<string, string[]> {
  const files = new Map<string, string[]>();
  for (const [file, source] of sources) {
    for (const name of new Set(typesOf(source))) {
      files.set(name, [...(files.get(name) ?? []), file]);
    }
  }
  return Object.fromEntries([...files].filter(([, { length }]) => length > 1));
}

describe('a name of a type', () => {
  it('is defined in one file', () => {
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file): [string, string] => [file, readFileSync(`${root}/${file}`, 'utf8')]);
    const twice = Object.entries(definedTwice(new Map(sources)));
    expect(twice.filter(([name]) => !(name in ALLOWED))).toEqual([]);
  });

  it('that is defined in two is found', () => {
    const sources = { 'a.ts': 'export interface Row {}', 'b.ts': 'class Row {} type Own = 1;' };
    expect(definedTwice(new Map(Object.entries(sources)))).toEqual({ Row: ['a.ts', 'b.ts'] });
  });
});
