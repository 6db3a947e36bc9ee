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

const FOUND = new Set(['Killed', 'Timeout']);
const SURVIVED = new Set(['Survived', 'NoCoverage']);

/** By room, and of all: how many mutants the tests found, and how many there were. */
function counts(files) {
  const rooms = new Map();
  const all = { found: 0, mutants: 0 };
  for (const [file, { mutants }] of Object.entries(files)) {
    const room = file.split('/')[1];
    if (!rooms.has(room)) rooms.set(room, { found: 0, mutants: 0 });
    for (const count of [rooms.get(room), all]) {
      for (const { status } of mutants) {
        if (FOUND.has(status)) count.found++;
        if (FOUND.has(status) || SURVIVED.has(status)) count.mutants++;
      }
    }
  }
  return [...rooms, ['all', all]];
}

const percent = ({ found, mutants }) => (100 * found) / mutants;

/** By `file: what was changed`, the lines of the mutants that survived. */
function survivors(files) {
  const left = new Map();
  for (const [file, { source, mutants }] of Object.entries(files)) {
    const lines = source.split('\n');
    for (const mutant of mutants.filter(({ status }) => SURVIVED.has(status))) {
      const what = `${file}: ${changed(mutant, lines)}`;
      left.set(what, [...(left.get(what) ?? []), mutant.location.start.line]);
    }
  }
  return left;
}

/**
 * By `file: what was changed`, how many mutants that look so are explained; and what is wrong with bullets
 * that explain none.
 */
function explained(text) {
  const known = new Map();
  const faults = [];
  let file = '';
  for (const line of text.split('\n')) {
    file = /^## (\S+)$/.exec(line)?.[1] ?? file;
    if (!line.startsWith('- ')) continue;
    const [, what, times = '1'] =
      /^- (`[^`]*` -> `[^`]*`)(?: \((\d+) times\))?: \S/.exec(line) ?? [];
    if (what === undefined) faults.push(`explains nothing: ${line}`);
    else if (known.has(`${file}: ${what}`)) faults.push(`explained twice: ${file}: ${what}`);
    else known.set(`${file}: ${what}`, Number(times));
  }
  return { known, faults };
}

export function verdict({ files }, explanations, low) {
  const left = survivors(files);
  const { known, faults } = explained(explanations);
  for (const [what, lines] of left) {
    const times = known.get(what) ?? 0;
    if (times < lines.length) {
      const where = `line ${lines.join(', ')}`;
      faults.push(`survived, ${times} of ${lines.length} explained: ${what} (${where})`);
    }
  }
  for (const [what, times] of known) {
    // Of a run over some files only these can be compared.
    if (files[what.slice(0, what.indexOf(': '))] === undefined) continue;
    const survived = left.get(what)?.length ?? 0;
    if (survived < times) faults.push(`explained, ${survived} of ${times} survived: ${what}`);
  }
  const scores = counts(files).map(([room, count]) => ({
    room,
    ...count,
    percent: percent(count),
  }));
  // Of no mutants there is no score.
  if (!(scores.at(-1).percent >= low)) faults.push(`the score is below ${low}%`);
  return { scores, faults };
}
