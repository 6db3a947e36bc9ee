/** What is printed: results to stdout as soon as they are known, what is being done to stderr. */
let missed = 0;

export function heading(text) {
  clearProgress();
  console.log(`\n${text}\n`);
}

/** Rows of texts in columns; numbers stand to the right. */
export function table(header, rows) {
  clearProgress();
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  for (const row of all) {
    const cells = row.map((cell, i) =>
      i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]),
    );
    console.log(`  ${cells.join('  ').trimEnd()}`);
  }
}

export function note(text) {
  clearProgress();
  console.log(`  ${text}`);
}

/**
 * Tells whether a target is reached, or by how much it is missed.
 * @param goal `atLeast` or `atMost`; `far: true` for what is hoped for, and missed without a fault
 */
export function target(what, value, { atLeast, atMost, far = false, unit = '' }) {
  const wanted = atLeast ?? atMost;
  const isReached = atLeast === undefined ? value <= wanted : value >= wanted;
  const by = 100 * Math.abs(value / wanted - 1);
  const word = isReached ? 'reached' : far ? 'not yet' : 'MISSED ';
  if (!isReached && !far) missed++;
  const bound = `${atLeast === undefined ? 'at most' : 'at least'} ${wanted.toLocaleString('en')}${unit}`;
  const distance = isReached
    ? ''
    : `, missed by ${Number.isFinite(by) ? `${by.toFixed(0)} %` : 'far'}`;
  clearProgress();
  console.log(
    `  ${word}  ${what}: ${figure(value)}${unit} (${far ? 'far goal: ' : ''}${bound}${distance})`,
  );
}

export function allReached() {
  return missed === 0;
}

export function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

function clearProgress() {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}

/** Three digits that count. */
export function figure(value) {
  if (!Number.isFinite(value)) return 'not done';
  if (value >= 1000) return Math.round(Number(value.toPrecision(3))).toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** A ratio and the range of the rounds' own. */
export function times({ median, lowest, highest }) {
  return `${figure(median)} [${figure(lowest)}, ${figure(highest)}]`;
}
