#!/usr/bin/env node
import { listening } from '../dist/cli/signals.js';

// What follows takes time to load, in which signals are heard already.
const interrupt = listening();
const { start } = await import('../dist/cli/start.js');
interrupt.end(await start(process.argv.slice(2), interrupt));
