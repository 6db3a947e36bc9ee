import { type Kind, kindOf } from '../kind.js';
import type { Distribution } from './distribution.js';

/** A kind of distribution, with its parameters. */
export type DistributionKind = Kind<Distribution>;

/** Describes a kind of distribution. */
export const distributionKind = kindOf<Distribution>();
