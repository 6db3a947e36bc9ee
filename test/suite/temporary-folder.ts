import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One folder for whatever the tests and the commands that they start write into the system's
 * temporary folder. It goes with the suite, which fails if a test has left something in it.
 */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'latsim-suite-'));
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = folder;
  return () => {
    const left = readdirSync(folder);
    rmSync(folder, { recursive: true, force: true });
    if (left.length > 0) {
      // An error that is thrown here would be shown, and the suite pass all the same.
      console.error(`The tests have left in the temporary folder: ${left.join(', ')}`);
      process.exitCode = 1;
    }
  };
}
