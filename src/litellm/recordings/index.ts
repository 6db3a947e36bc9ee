import type { RecordingKind } from './kind.js';
import { latencyRecordings } from './lowest-latency.js';
import { strategyRecordings } from './strategies.js';
import { towerRecordings } from './tower.js';

/** All kinds of recordings; the first that recognises a config reads it. The last takes every one. */
export const RECORDING_KINDS: readonly [RecordingKind, ...RecordingKind[]] = [
  strategyRecordings,
  towerRecordings,
  latencyRecordings,
];
