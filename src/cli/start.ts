import type { Interrupt } from './interrupt.js';
import { processIo } from './io.js';
import { main } from './main.js';

/**
 * Runs the command of this process.
 * @param args the words after `latsim`
 * @returns its exit code
 */
export async function start(args: readonly string[], interrupt: Interrupt): Promise<number> {
  const io = processIo(interrupt);
  const code = await main(args, io);
  // What cannot be written has been said, or cannot be.
  await io.flushed().catch(() => undefined);
  return code;
}
