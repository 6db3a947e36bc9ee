import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What mutants of these rooms are tried against (`npm run mutation`): their own tests, and those of the
 * worlds that run them which are fast and say most. In this order, as the first failure ends a trial.
 */
const TESTS = [
  'test/{kernel,effects,model,loggers,strategies}/**/*.test.ts',
  'test/worlds/simulate/{scenes,counted,lost-update}.test.ts',
  'test/worlds/explore/strategy.test.ts',
];

/** Rooms before worlds. */
class RoomsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isWorld = ({ moduleId }: TestSpecification) => Number(moduleId.includes('/test/worlds/'));
    return [...files].sort((a, b) => isWorld(a) - isWorld(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

export default defineConfig({
  test: {
    include: TESTS,
    // Long statistics of many numbers, of a generator that is another's.
    exclude: [
      'test/kernel/luck.test.ts',
      ...(process.env.QUICK
        ? ['test/strategies/lowest-latency/explain.test.ts', 'test/worlds/**']
        : []),
    ],
    isolate: false,
    sequence: { sequencer: RoomsFirst },
    setupFiles: 'test/mutation/setup.ts',
  },
});
