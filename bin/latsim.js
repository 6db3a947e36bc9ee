#!/usr/bin/env node
import { existsSync } from 'node:fs';

if (!existsSync(new URL('../dist/cli/start.js', import.meta.url))) {
  console.error('latsim: this copy has not been built\n  = build it:\n    npm ci && npm run build');
  process.exit(2);
}

const { listening } = await import('../dist/cli/signals.js');
// What follows takes time to load, in which signals are heard already.
const interrupt = listening();
const { start } = await import('../dist/cli/start.js');
interrupt.end(await start(process.argv.slice(2), interrupt));
