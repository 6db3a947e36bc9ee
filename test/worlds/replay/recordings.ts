import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { RecordingReader } from '../../../src/litellm/recording.js';
import {
  LATENCY_CHECKS,
  type LatencyRecording,
} from '../../../src/litellm/recordings/lowest-latency.js';
import type { Profile } from '../../../src/strategies/lowest-latency/profile.js';
import type { Operation, RecordedSettings } from '../../../src/worlds/replay/recording.js';
import { Replay } from '../../../src/worlds/replay/replay.js';
import type { RouterParts } from '../../../src/worlds/replay/router.js';

const GOLDEN = new URL('../../fixtures/golden/', import.meta.url);

/** Of what there are recordings; the last is of another Python. */
export const VARIANTS = ['v1.76.1', 'v1.82.3', 'v1.110.2', 'v1.110.2-py313'] as const;

/** Names of a variant's recordings. */
export function goldenFiles(variant: string): string[] {
  return readdirSync(new URL(`${variant}/`, GOLDEN)).sort();
}

/** The text of a recording. */
export function goldenText(variant: string, file: string): string {
  return gunzipSync(readFileSync(new URL(`${variant}/${file}`, GOLDEN))).toString('utf8');
}

/** What may be changed between a recording and its replay. */
export interface Changes {
  readonly profile?: (recorded: Profile) => Profile;
  readonly settings?: (recorded: RecordedSettings) => RecordedSettings;
  readonly operation?: (recorded: Operation) => Operation;
  readonly parts?: RouterParts;
}

/** Replays the text of a recording. */
export function replayOf(text: string, changes: Changes = {}): Replay {
  const { profile = same, settings = same, operation = same, parts } = changes;
  let replay: Replay | undefined;
  const reader = new RecordingReader('a recording', undefined, (recording) => {
    const of = recording as LatencyRecording;
    const begun = new Replay(settings(of.settings), profile(of.profile), LATENCY_CHECKS, parts);
    replay = begun;
    return (recorded, line) => begun.take(operation(recorded as Operation), line);
  });
  reader.take(text);
  reader.end();
  return replay as Replay;
}

const same = <T>(value: T): T => value;
