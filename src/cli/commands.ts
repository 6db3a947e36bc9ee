import type { Command } from 'commander';
import type { Invocation } from './invocation.js';

/** A command: what `latsim --help` says of it, and where the rest is. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loads the module that adds arguments, options and action; only when the command is asked for. */
  load(): Promise<CommandModule>;
}

/** The module of a command. */
export interface CommandModule {
  configure(command: Command, invocation: Invocation): void;
}

/** Commands under a heading of `latsim --help`. */
export interface CommandGroup {
  readonly heading: string;
  readonly commands: readonly CommandEntry[];
}

/** All commands, in the order of `latsim --help`. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    heading: 'Questions:',
    commands: [
      {
        name: 'run',
        summary: 'run a scenario: where the traffic went, and why',
        load: () => import('./run.js'),
      },
      {
        name: 'compare',
        summary: 'run a scenario with several loggers, side by side',
        load: () => import('./compare.js'),
      },
      {
        name: 'explore',
        summary: 'try a logger in every interleaving, and show the shortest way it goes wrong',
        load: () => import('./explore.js'),
      },
      {
        name: 'trace',
        summary: 'show one lost update step by step: who overwrote whom, and what it cost',
        load: () => import('./trace.js'),
      },
      {
        name: 'diagnose',
        summary: 'find which mechanism explains an observed split of the traffic',
        load: () => import('./diagnose.js'),
      },
      {
        name: 'sweep',
        summary: 'run a scenario at many settings, and map when the race matters',
        load: () => import('./sweep.js'),
      },
      {
        name: 'live',
        summary: 'carry a scenario out on a real Redis or LiteLLM proxy, beside the prediction',
        load: () => import('./live.js'),
      },
      {
        name: 'probe',
        summary: 'send a running LiteLLM proxy a few requests, and say how it chooses',
        load: () => import('./probe.js'),
      },
      {
        name: 'gate',
        summary: 'check scenarios against their expectations: pass, fail or undecided',
        load: () => import('./gate.js'),
      },
      {
        name: 'page',
        summary: 'put all of this about a scenario on a page in one file',
        load: () => import('./page.js'),
      },
    ],
  },
  {
    heading: 'Files:',
    commands: [
      {
        name: 'import',
        summary: "make scenarios from a LiteLLM proxy's configuration and logs",
        load: () => import('./import.js'),
      },
      {
        name: 'init',
        summary: 'write a commented scenario, logger or gate to start from',
        load: () => import('./init.js'),
      },
      {
        name: 'show',
        summary: 'print a shipped scenario',
        load: () => import('./show.js'),
      },
      {
        name: 'list',
        summary: 'list the scenarios, loggers, strategies and profiles that come with latsim',
        load: () => import('./list.js'),
      },
      {
        name: 'validate',
        summary: 'check scenario files for errors',
        load: () => import('./validate.js'),
      },
      {
        name: 'schema',
        summary: 'print the JSON Schema of scenario files',
        load: () => import('./schema.js'),
      },
      {
        name: 'merge',
        summary: 'report on a gate or a sweep from its shards',
        load: () => import('./merge.js'),
      },
    ],
  },
  {
    heading: 'Many machines:',
    commands: [
      {
        name: 'worker',
        summary: 'carry out the work of other commands, from a queue',
        load: () => import('./worker.js'),
      },
    ],
  },
  {
    heading: 'About latsim:',
    commands: [
      {
        name: 'replay',
        summary: 'verify latsim itself against recorded operations of LiteLLM',
        load: () => import('./replay.js'),
      },
      {
        name: 'completion',
        summary: 'print the completion script of a shell: bash, zsh or fish',
        load: () => import('./completion.js'),
      },
      {
        name: 'version',
        summary: 'print the version',
        load: () => import('./version.js'),
      },
    ],
  },
];

/** The same without their headings. */
export const COMMANDS = COMMAND_GROUPS.flatMap(({ commands }) => commands);
