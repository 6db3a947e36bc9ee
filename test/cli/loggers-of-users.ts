/** Files of users' own loggers: a good one, and one for each way to break the contract. */

const VIEW = '*view(context) { return yield { op: "read", key: context.key }; }';
const record = (body: string) => `export default { *record(event, context) { ${body} }, ${VIEW} };`;

export const USER_LOGGERS = {
  'good.mjs': `
    import { acquire, read, release, write } from 'latsim';
    console.log('a line on stdout');
    export default {
      summary: 'a lock of my own',
      *record(event, context) {
        yield acquire(context.key);
        try {
          const map = (yield read(context.key, 'local')) ?? context.emptyMap();
          context.add(map, event);
          yield write(context.key, map, context.ttl_s);
        } finally {
          yield release(context.key);
        }
      },
      ${VIEW},
    };`,
  'choose-spins.mjs': 'export default { choose() { for (;;); } };',
  'choose-hoards.mjs': `const kept = [];
    export default { choose() { for (;;) kept.push(new Array(1e6).fill(0.5)); } };`,
  'start-polls.mjs': `export default { choose: () => 0,
    *started() { while ((yield { op: "read", key: "ready" }) === undefined); } };`,
  'spins.mjs': record('while (true) {}'),
  'view-spins.mjs': 'export default { *record() {}, *view() { for (;;); } };',
  'blocks.mjs': record('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); yield* [];'),
  'loops.mjs': 'for (;;); export default {};',
  'name-loops.mjs': `export default { get name() { for (;;); }, *record() {}, ${VIEW} };`,
  'summary-throws.mjs': `export default { get summary() { throw new Error("boom"); }, *record() {}, ${VIEW} };`,
  // Reads, in virtual time, until something is there that nobody writes.
  'polls.mjs': record('while ((yield { op: "read", key: "ready" }) === undefined);'),
  'nonsense.mjs': record('yield 5;'),
  'holds.mjs': record('yield { op: "acquire", lock: "x" };'),
  'hoards-memory.mjs': `const kept = [];
    ${record('for (;;) kept.push(new Array(1e6).fill(0.5));')}`,
  'hoards-buffers.mjs': `const kept = [];
    ${record('kept.push(Buffer.alloc(3e6, 1)); yield { op: "sleep", duration_s: 0 };')}`,
  'hoards-buffers-at-once.mjs': `const kept = [];
    ${record('for (;;) kept.push(Buffer.alloc(1e6, 1));')}`,
  'prints.mjs': `console.log('loaded');
    ${record('console.log("recorded"); process.stdout.write("twice\\n");')}`,
  'thrice.mjs': `let calls = 0;
    ${record('if (++calls > 3) throw new Error("a fourth call");')}`,
  'endless.mjs': record('for (;;) yield { op: "sleep", duration_s: 0 };'),
  'hoards.mjs': `let map; export default {
      *record(event, context) { map ??= context.emptyMap(); context.add(map, event); },
      *view() { return map; },
    };`,
  'posts.mjs': `import { parentPort } from 'node:worker_threads';
    parentPort.postMessage('hi');
    parentPort.postMessage(null);
    ${record('throw new Error("boom");')}`,
  'no-map.mjs': 'export default { *record() {}, *view() { return { a: 1 }; } };',
  'throws.mjs': record('throw new Error("boom");'),
  'no-generator.mjs': `export default { record() { return 5; }, ${VIEW} };`,
  'no-default.mjs': 'export const logger = {};',
  'no-view.mjs': 'export default { *record() {} };',
  'syntax.mjs': 'export default {\n  *record( {},\n};\n',
  'exits.mjs': 'process.exit(0);',
  'waits.mjs': 'await new Promise(() => {});',
  'import.mjs': 'import "no-such-package";',
  'misspelt.mjs': 'import { wrte } from "latsim"; export default { *record() {}, *view() {} };',
  'lacks.mjs': 'import { nothing } from "./good.mjs"; export default {};',
  'typed.ts': 'export default {};',
} as const;
