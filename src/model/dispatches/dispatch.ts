import { type Kind, kindOf } from '../../kernel/kind.js';
import type { Dispatch } from '../experiment.js';

/** A way in which completions reach the logger, with its parameters. */
export type DispatchKind = Kind<Dispatch>;

/** Describes a way in which completions reach the logger. */
export const dispatchKind = kindOf<Dispatch>();
