import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/*
 * Messages and reports are read by people of the field: no word stands in them that they would have to
 * translate. A text is shown where it has blanks; single words are names of options, keys and kinds.
 */

const root = fileURLToPath(new URL('../../src/', import.meta.url));

/** What is not said, and what is said instead. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/\blaws?\b/i, 'distribution'],
  [/\bluck\b/i, 'random numbers, or chance'],
  [/(?<!\.)\bblind(ly)?\b/i, 'random'],
  [/\bmend(s|ed|ing)?\b/i, 'fix'],
  [/\bhangs? on\b/i, 'depends on'],
  [/\breckon/i, 'calculate'],
  [/(?<!\bthere |\bthat )\bis no (?!longer\b)/i, 'is not a'],
  [/\bgiv(es|en|ing) .*\bback\b/i, 'releases'],
  [/\bgiv(es|en|ing) (\S+ )?up\b(?! on)/i, 'abandons'],
  [/\blost per request\b/i, 'extra latency per request'],
];

/** Texts of a file that people may be shown, each with its line. */
function textsOf(source: string): { line: number; text: string }[] {
  const file = ts.createSourceFile('a.ts', source, ts.ScriptTarget.ES2022, true);
  const texts: { line: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const text = ts.isStringLiteralLike(node)
        ? node.text
        : [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('...');
      const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      if (text.trim().includes(' ')) texts.push({ line, text });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return texts;
}

/** Where a file says it otherwise than it is said. */
function faultsOf(name: string, source: string): string[] {
  return textsOf(source).flatMap(({ line, text }) =>
    INSTEAD.filter(([word]) => word.test(text)).map(
      ([, instead]) => `${name}:${line} ${JSON.stringify(text)}: say ${instead}`,
    ),
  );
}

describe('what is shown', () => {
  it('is in the words of the field', () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
    const faults = files
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => faultsOf(file, readFileSync(`${root}/${file}`, 'utf8')));
    expect(faults).toEqual([]);
  });

  it.each([
    ["'a duration, or a law'", 'say distribution'],
    ['`$' + '{name} is no number`', 'say is not a'],
    ["'one task' + 'gives it back'", 'say releases'],
    ['`nothing is lost, and none given up`', 'say abandons'],
    ['const luck = `the same luck`;', 'say random numbers'],
  ])('otherwise is found: %s', (source, fault) => {
    expect(faultsOf('a.ts', source)).toEqual([expect.stringContaining(fault)]);
  });

  it.each([
    "'there is no such file'",
    "'it is no longer there'",
    "const law = 'law'; // a law of luck",
    "'the logger gave up on it'",
  ])('so it may be said: %s', (source) => {
    expect(faultsOf('a.ts', source)).toEqual([]);
  });
});
