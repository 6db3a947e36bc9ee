import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { shippedFolder } from './read.js';

/** Name of the file, among the shipped scenarios and as `latsim schema > FILE` is to be told. */
const SCHEMA = 'scenario.schema.json';

/**
 * The comment by which an editor finds the schema of a scenario. Editors resolve a relative path from
 * the scenario's folder, so it names that of the nearest latsim above it: installed in a
 * `node_modules`, or the clone that runs. This goes into version control, and is right for whoever
 * checks it out. Where there is none, nor a folder, it names a file beside the scenario, and says how
 * to write that; so what goes to stdout is the same on every machine.
 *
 * @param folder of the scenario; undefined: it goes to stdout
 * @returns whole lines, with their ends
 */
export function editorComment(folder: string | undefined): string {
  const found = folder === undefined ? undefined : nearestSchema(resolve(folder));
  const modeline = (path: string) => `# yaml-language-server: $schema=${path}\n`;
  if (found !== undefined) return modeline(found);
  return `# All fields, for an editor: latsim schema > ${SCHEMA}\n${modeline(`./${SCHEMA}`)}`;
}

/** The path of the nearest schema, from this folder. */
function nearestSchema(folder: string): string | undefined {
  for (let above = folder; ; above = dirname(above)) {
    const found = [
      join(above, 'node_modules', 'latsim', 'scenarios', SCHEMA),
      ...(above === dirname(shippedFolder) ? [join(shippedFolder, SCHEMA)] : []),
    ].find((path) => existsSync(path));
    if (found !== undefined) {
      const path = relative(folder, found).split(sep).join('/');
      return path.startsWith('.') ? path : `./${path}`;
    }
    if (above === dirname(above)) return undefined;
  }
}
