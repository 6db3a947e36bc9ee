import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const programs = fileURLToPath(new URL('../programs/', import.meta.url));

/**
 * What a program of ours prints as JSON, that is there for one task in a process of its own.
 * @returns undefined if it takes longer than `timeout_s` on the wall
 */
export async function printedBy(file, args, { timeout_s = 600 } = {}) {
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [`${programs}${file}`, ...args.map(String)],
      { timeout: timeout_s * 1000 },
    );
    return JSON.parse(stdout);
  } catch (error) {
    if (error.killed) return undefined;
    throw error;
  }
}
