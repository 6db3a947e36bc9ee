import type { Command } from 'commander';
import type { Context } from './context.js';

/** A command: what `latsim --help` says of it, and where the rest is. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loads the module that adds arguments, options and action; only when the command is asked for. */
  load(): Promise<{ configure(command: Command, context: Context): void }>;
}

/** All commands, in the order of `latsim --help`. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'run a scenario and say where the traffic went, and why',
    load: () => import('./run.js'),
  },
  {
    name: 'compare',
    summary: 'run a scenario with several loggers, side by side',
    load: () => import('./compare.js'),
  },
  {
    name: 'explore',
    summary: 'try a logger in every order of its steps, and tell the shortest way it goes wrong',
    load: () => import('./explore.js'),
  },
  {
    name: 'trace',
    summary: 'tell one lost update of a run: who overwrote whom, and what it cost',
    load: () => import('./trace.js'),
  },
  {
    name: 'replay',
    summary: 'replay recorded operations of LiteLLM, and say where latsim does not agree',
    load: () => import('./replay.js'),
  },
  {
    name: 'import',
    summary: "make scenarios of a LiteLLM proxy's configuration and logs",
    load: () => import('./import.js'),
  },
  {
    name: 'diagnose',
    summary: 'say which mechanism explains an observed split, and what would tell',
    load: () => import('./diagnose.js'),
  },
  {
    name: 'gate',
    summary: 'judge what is expected of scenarios: pass, fail or inconclusive',
    load: () => import('./gate.js'),
  },
  {
    name: 'merge',
    summary: 'judge what the shards of a gate have computed',
    load: () => import('./merge.js'),
  },
  {
    name: 'validate',
    summary: 'check scenario files',
    load: () => import('./validate.js'),
  },
  {
    name: 'list',
    summary: 'list the scenarios, loggers, policies and profiles that come with latsim',
    load: () => import('./list.js'),
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of scenario files',
    load: () => import('./schema.js'),
  },
];
