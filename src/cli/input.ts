import type { Input } from '../files/content.js';
import { pathIn } from '../files/paths.js';
import type { Io } from './io.js';

/** What the user names to be read as a stream: a file, a pipe or (`-`) standard input. */
export function inputOf(io: Io, given: string): Input {
  return { shown: given, from: given === '-' ? io.stdin : pathIn(io.cwd, given) };
}
