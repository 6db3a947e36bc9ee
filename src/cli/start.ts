import type { Interrupt } from './interrupt.js';
import { processIo } from './io.js';
import { main } from './main.js';

/**
 * Runs the command of this process.
 * @param args the words after `latsim`
 * @returns its exit code
 */
export function start(args: readonly string[], interrupt: Interrupt): Promise<number> {
  return main(args, processIo(interrupt));
}
