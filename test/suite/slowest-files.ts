import type { Reporter, TestModule } from 'vitest/node';

const SHOWN = 10;

/** Prints the files that took longest, slowest first, when all have run. */
export default class SlowestFiles implements Reporter {
  onTestRunEnd(files: readonly TestModule[]): void {
    const slowest = files
      .map((file) => ({ name: file.relativeModuleId, took_ms: took_ms(file) }))
      .sort((a, b) => b.took_ms - a.took_ms)
      .slice(0, SHOWN);
    if (slowest.length < 2) return;
    console.log(`\nThe ${slowest.length} slowest files:`);
    for (const { name, took_ms } of slowest) {
      console.log(`${(took_ms / 1000).toFixed(1).padStart(7)} s  ${name}`);
    }
  }
}

/** From loading a file to the end of its last test. */
function took_ms(file: TestModule): number {
  const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } =
    file.diagnostic();
  return environmentSetupDuration + prepareDuration + collectDuration + setupDuration + duration;
}
