import { count, fixed, seconds } from '../../text/figures.js';
import type { CallEvent, LostUpdate } from '../../worlds/simulate/lost-update.js';
import { type Sequence, SequenceBuilder } from '../sequence/sequence.js';

/** A point in virtual time, to the microsecond. */
export function clockText(time_s: number): string {
  return `${fixed(time_s, 6)} s`;
}

/** The diagram of a lost update, in the run's own times. */
export function sequenceOfLoss(loss: LostUpdate): Sequence {
  const names = participants(loss);
  const builder = new SequenceBuilder(lossTitle(loss), [
    names.victim,
    names.overwriter,
    names.copy,
  ]);
  for (const event of loss.events) tellEvent(builder, loss, event, names);
  const expired = loss.afterExpiry ? ', which had expired in its copy' : '';
  const overwrites = `overwrites the sample of ${names.victim}${expired}`;
  builder.note(clockText(loss.t), names.overwriter, overwrites);
  for (const line of effectLines(loss)) builder.noteOverAll('', line);
  return builder.build();
}

export function lossTitle({ victim, overwriter, deployment }: LostUpdate): string {
  return `request ${overwriter.request} overwrites the sample of request ${victim.request} for ${deployment}`;
}

interface Names {
  readonly victim: string;
  readonly overwriter: string;
  readonly copy: string;
}

function participants({ victim, overwriter, copy }: LostUpdate): Names {
  return {
    victim: `request ${victim.request}`,
    overwriter: `request ${overwriter.request}`,
    copy: copy === 'shared' ? 'store' : `memory ${copy + 1}`,
  };
}

function tellEvent(
  builder: SequenceBuilder,
  loss: LostUpdate,
  event: CallEvent,
  names: Names,
): void {
  const who = names[event.whose];
  const time = clockText(event.t);
  const { text: plain, remote } = described(loss, event);
  const { samples } = event;
  const text = samples === null ? plain : `${plain} with ${samplesText(loss, samples)}`;
  if (!remote) {
    builder.note(time, who, text);
    return;
  }
  builder.message(time, who, names.copy, text);
  if (event.whose === 'overwriter' && reads(event)) {
    const known = samplesRead(loss);
    if (known !== null) builder.message('', names.copy, who, samplesText(loss, known), true);
  }
}

export function reads({ effect }: CallEvent): boolean {
  return effect === 'read' || effect === 'read-version';
}

/** What is done, and whether in the copy that the sample is lost in. */
export function described(
  loss: LostUpdate,
  { effect, object, where }: CallEvent,
): { text: string; remote: boolean } {
  // On two tiers some things are done in the memory of the process, which is no lane of its own.
  const remote = where === 'shared' || loss.copy !== 'shared';
  const memory = remote ? '' : ' in its memory';
  switch (effect) {
    case 'log':
      return { text: `logs a sample of ${object}`, remote: false };
    case 'read':
    case 'read-many':
    case 'read-version':
      return { text: `reads ${object}${memory}`, remote };
    case 'write':
    case 'compare-and-set':
      return { text: `writes ${object}${memory}`, remote };
    case 'append':
      return { text: `appends to ${object}`, remote };
    case 'increment':
      return { text: `adds to ${object}`, remote };
    case 'acquire':
      return { text: `takes lock '${object}'`, remote: false };
    case 'release':
      return { text: `releases lock '${object}'`, remote: false };
    case 'acquire-lease':
      return { text: `asks for lease '${object}'`, remote };
    case 'release-lease':
      return { text: `releases lease '${object}'`, remote };
    case 'sleep':
      return { text: 'waits', remote: false };
  }
}

/** Samples of the deployment that the overwriter had read: what it wrote, less its own. */
export function samplesRead({
  events,
  deployment,
  overwriterDeployment,
}: LostUpdate): number | null {
  const written = events.filter(({ whose, samples }) => whose === 'overwriter' && samples !== null);
  const last = written[written.length - 1];
  if (last === undefined || last.samples === null) return null;
  return Math.max(0, last.samples - (overwriterDeployment === deployment ? 1 : 0));
}

export function samplesText({ deployment }: LostUpdate, samples: number): string {
  if (samples === 0) return `no sample of ${deployment}`;
  return `${count(samples)} ${samples === 1 ? 'sample' : 'samples'} of ${deployment}`;
}

/** What it led to, sentence by sentence. */
export function effectLines(loss: LostUpdate): string[] {
  const { unknownTo, seenFirst, deployment, knownAgain_s, restored_s, t } = loss;
  const lines: string[] = [];
  if (seenFirst === null) lines.push('no request came after it');
  else if (unknownTo === 0)
    lines.push(`the next request still saw ${samplesText(loss, seenFirst)}`);
  else {
    const who = unknownTo === 1 ? 'the next request' : `the next ${count(unknownTo)} requests`;
    const until =
      knownAgain_s === null
        ? 'until the run ended'
        : `until ${clockText(knownAgain_s)}, ${seconds(knownAgain_s - t)} later`;
    lines.push(`${who} saw ${deployment} as never sampled, ${until}`);
  }
  if (restored_s !== null) lines.push(`at ${clockText(restored_s)} a stale write brought it back`);
  return lines;
}
