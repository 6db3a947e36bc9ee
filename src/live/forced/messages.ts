import type { RedisAddress } from '../../jobs/queued/address.js';
import type { LoggerChoice } from '../../loggers/choice.js';
import type { ProgramSettings } from '../../studies/explore/settings.js';
import type { Failure } from '../../text/failure.js';
import type { TaskNews } from './gated.js';

/** What a process with gated tasks is. */
export interface GatedSetup {
  readonly address: RedisAddress;
  readonly logger: LoggerChoice;
  readonly program: ProgramSettings;
  /** Its number. */
  readonly process: number;
}

/** What it is told to do; tasks go by their numbers. */
export type GateOrder =
  | { readonly do: 'set up'; readonly setup: GatedSetup }
  /** Another try begins, whose keys have this in common. */
  | { readonly do: 'try'; readonly keysId: string }
  | { readonly do: 'begin' | 'perform' | 'resume' | 'crash'; readonly task: number }
  /** In its memory. */
  | { readonly do: 'expire'; readonly key: string };

/** What it answers. */
export type GateAnswer =
  | { readonly done: true }
  | { readonly news: TaskNews }
  | { readonly failed: Failure };
