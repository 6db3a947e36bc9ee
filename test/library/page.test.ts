import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { codeOf, pages, ROOT } from '../docs/page.js';
import { projectFolder } from './project.js';

/** Stricter than anybody: what compiles here does so everywhere. */
const STRICT: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noImplicitReturns: true,
  skipLibCheck: false,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ['node'],
  noEmit: true,
};

it('what the pages say in TypeScript compiles against the package', () => {
  const folder = projectFolder();
  const blocks = pages().flatMap((page) => codeOf(page, 'ts').map((block) => ({ page, block })));
  expect(blocks.length).toBeGreaterThan(0);
  const files = blocks.map(({ page, block }, i) => {
    const file = join(folder, `${page.path.replace(/\W/g, '-')}-${i}.ts`);
    writeFileSync(file, `${block.lines.join('\n')}\n`);
    return file;
  });
  const program = ts.createProgram(files, STRICT);
  // The types of the test runner, of Node and of the language are not ours to check.
  const ours = program
    .getSourceFiles()
    .filter(({ fileName }) => files.includes(fileName) || fileName.startsWith(join(ROOT, 'dist')));
  expect(ours.length).toBeGreaterThan(files.length);
  const wrong = [
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...ours.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ].map(({ file, start = 0, messageText }) => {
    const line = file?.text.slice(0, start).split('\n').length;
    return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
  expect(wrong).toEqual([]);
});
