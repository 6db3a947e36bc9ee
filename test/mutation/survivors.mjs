/*
 * Compares the mutants that survived (reports/mutation/mutation.json, of `npm run mutation`) with those that
 * survivors.md explains: names those that it does not, and the explained ones that are there no more.
 */
import { readFileSync } from 'node:fs';

const REPORT = 'reports/mutation/mutation.json';
const EXPLAINED = 'test/mutation/survivors.md';

/** A piece of source on one line, short enough for a list. */
const short = (code) => {
  const line = code.replace(/\s+/g, ' ').replaceAll('`', "'").trim();
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
};

/** What a mutant changed, in its file's source. */
function changed({ location: { start, end }, replacement }, lines) {
  const rest = lines.slice(start.line - 1, end.line);
  rest[rest.length - 1] = rest.at(-1).slice(0, end.column - 1);
  rest[0] = rest[0].slice(start.column - 1);
  return `\`${short(rest.join('\n'))}\` -> \`${short(replacement)}\``;
}

/** By file: what each mutant changed that survived. */
function survivors({ files }) {
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n');
    return mutants
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map((mutant) => ({ file, line: mutant.location.start.line, what: changed(mutant, lines) }));
  });
}

/** `file: what was changed` of each bullet under the heading of a file. */
function explained(text) {
  const known = new Set();
  let file = '';
  for (const line of text.split('\n')) {
    file = /^## (\S+)$/.exec(line)?.[1] ?? file;
    const what = /^- (`[^`]*` -> `[^`]*`): \S/.exec(line)?.[1];
    if (what !== undefined) known.add(`${file}: ${what}`);
  }
  return known;
}

const left = survivors(JSON.parse(readFileSync(REPORT, 'utf8')));
const known = explained(readFileSync(EXPLAINED, 'utf8'));
const unexplained = left.filter(({ file, what }) => !known.has(`${file}: ${what}`));
for (const { file, line, what } of unexplained) console.log(`${file}:${line}\n- ${what}: `);
const there = new Set(left.map(({ file, what }) => `${file}: ${what}`));
for (const one of known) if (!there.has(one)) console.log(`explained, but no longer there: ${one}`);
console.log(
  `${left.length} mutants survived, ${left.length - unexplained.length} of them explained in ${EXPLAINED}`,
);
