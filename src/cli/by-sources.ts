import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';

/** What is built, beside whose files their maps stand. */
const BUILT = new URL('../', import.meta.url).href;

/** A stack with the places of the sources in place of those in bundles: for reports of faults. */
export function bySources(stack: string): string {
  return stack.replace(/(file:\S+?\.js):(\d+):(\d+)/g, (place, file, line, column) =>
    file.startsWith(BUILT) ? (placeInSource(file, Number(line), Number(column)) ?? place) : place,
  );
}

function placeInSource(file: string, line: number, column: number): string | undefined {
  try {
    const payload = JSON.parse(readFileSync(new URL(`${file}.map`), 'utf8')) as SourceMapPayload;
    const found = new SourceMap(payload).findEntry(line - 1, column - 1);
    if (!('originalSource' in found)) return undefined;
    const source = found.originalSource.replace(/^(\.\.\/)+/, '');
    return `${source}:${found.originalLine + 1}:${found.originalColumn + 1}`;
  } catch {
    // Without a map, as it is when latsim runs from its sources.
    return undefined;
  }
}
