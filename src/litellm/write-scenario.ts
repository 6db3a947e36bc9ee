import { always } from '../kernel/distributions/constant.js';
import type { KindSettings, Unit } from '../kernel/parameters.js';
import { scalar, writeDistribution, writeLoad, writeStore } from '../scenario/write.js';
import { withoutUnseen } from '../text/harmless.js';
import { formatDuration, formatRate } from '../text/units.js';
import type { ArrivalsFit } from './arrivals.js';
import { type Draft, type DraftGroup, type DraftSamples, PLACEHOLDER } from './draft.js';
import { type Fit, settingsOf } from './fit.js';
import type { KindCounts } from './recorded.js';
import { roughly } from './rough-duration.js';

/**
 * A draft as a scenario file: readable, each figure with a comment of where it comes from.
 * @param head what it was made from, and whole lines for an editor: how it begins
 * @param arrivalsFile the file with the recorded times, where there is one
 */
export function writeScenario(
  draft: Draft,
  head: { readonly from: string; readonly editor: string },
  arrivalsFile: string | null,
): string {
  const { router, processes, redisRtt_s, version } = draft;
  const { common, own } = statedKinds(draft.samples);
  const lines = [
    `# Made by latsim import from ${oneLine(head.from)}.`,
    head.editor.trimEnd(),
    ...(draft.assumes.some((line) => line.startsWith('PLACEHOLDER'))
      ? [
          '#',
          '# WARNING: it has PLACEHOLDERS, which nobody measured. What a run of it says about your',
          '# proxy is worth as much as they are: replace them, or import with --logs.',
        ]
      : []),
    `name: ${scalar(draft.modelName)}`,
    'assumes:',
    ...draft.assumes.map((line) => `  - ${scalar(line)}`),
    'fleet:',
    `  modelGroup: ${scalar(draft.modelName)}`,
    '  groups:',
    ...draft.groups.flatMap((group, g) => groupLines(group, draft.samples, own[g] ?? null)),
    ...loadLines(draft, arrivalsFile),
    ...(draft.arrivals !== null && draft.duration_s < 0.9 * draft.arrivals.span_s
      ? ['# Shorter than the log: long enough for the map to be forgotten and learnt again.']
      : []),
    `duration: ${formatDuration(draft.duration_s)}`,
    ...(draft.samples === null ? [] : sampleLines(draft.samples, common)),
    ...(draft.isOther ? ['samples: { kind: other }'] : []),
    'dispatch: { kind: immediate }',
    `processes: { count: ${processes}, assign: random }`,
    `store: ${writeStore(
      redisRtt_s === null ? { kind: 'in-process' } : { kind: 'tiered', rtt: always(redisRtt_s) },
    )}`,
    'router:',
    `  strategy: ${router.strategy}`,
    `  ${version.field}: ${scalar(version.text)}`,
    `  ttl: ${inSeconds(router.ttl_s)}`,
    `  lowest_latency_buffer: ${router.buffer}`,
    `  max_latency_list_size: ${router.listSize}`,
    ...(router.ttftPercentile === undefined ? [] : [`  ttft_percentile: ${router.ttftPercentile}`]),
    ...(router.preCallChecks ? ['  enable_pre_call_checks: true'] : []),
    ...(router.tagFiltering ? ['  enable_tag_filtering: true'] : []),
    'logger: unlocked',
    'seed: 1',
    'replications: 20',
  ];
  return `${lines.join('\n')}\n`;
}

function oneLine(text: string): string {
  return withoutUnseen(text, ' ').replace(/\s+/g, ' ');
}

/** As LiteLLM writes it, where that can be. */
function inSeconds(value_s: number): string {
  const text = `${value_s}s`;
  return /^[\d.]+s$/.test(text) ? text : formatDuration(value_s);
}

/** What is stated of what is recorded: the same of all groups, or of each its own. */
function statedKinds(samples: DraftSamples | null): {
  readonly common: string | null;
  readonly own: readonly (string | null)[];
} {
  const kinds = samples?.recording.kinds.map((counts) => counts && kindText(counts)) ?? [];
  const [first = null] = kinds;
  const alike = kinds.every((kind) => kind === first);
  return alike ? { common: first, own: [] } : { common: null, own: kinds };
}

/** What answers are to the logger, as `samples.kind` has it. */
export function kindText(counts: KindCounts): string {
  const given = Object.entries(counts);
  const [first] = given;
  return given.length === 1 && first !== undefined
    ? first[0]
    : `{ ${given.map(([name, count]) => `${name}: ${count}`).join(', ')} }`;
}

/** @param kind what its answers are to the logger, where that is stated of it alone */
function groupLines(
  group: DraftGroup,
  samples: DraftSamples | null,
  kind: string | null,
): string[] {
  const { name, deployments, routing, latency, firstToken, tokens, provider } = group;
  const unknown = samples?.recording.unknown.find((one) => one.name === name);
  const streams = (samples?.stream ?? 0) > 0;
  const lines = [`    - name: ${scalar(name)}`, `      deployments: ${deployments}`];
  if (provider !== undefined) lines.push(`      provider: ${provider}`);
  for (const [name, value] of Object.entries(routing)) {
    const text = Array.isArray(value) ? `[${value.map(scalar).join(', ')}]` : value;
    lines.push(`      ${name}: ${text}`);
  }
  if (latency === null) {
    lines.push(
      '      # PLACEHOLDER: nothing is known of how long this group takes.',
      `      latency: ${PLACEHOLDER.latency}`,
    );
  } else {
    lines.push(...fitLines('latency', 'requests', latency, 'time'));
  }
  if (streams) {
    const fallback = latency === null ? PLACEHOLDER.firstToken : distribution(latency, 'time');
    if (firstToken !== null) {
      lines.push(...fitLines('ttft', 'streamed answers', firstToken, 'time'));
    } else {
      lines.push(
        '      # PLACEHOLDER: no streamed answer of this group was logged.',
        `      ttft: ${fallback}`,
      );
    }
  }
  if (tokens !== null) lines.push(...fitLines('tokens', 'answers', tokens, 'plain'));
  if (kind !== null) lines.push(`      samples: { kind: ${kind} }`);
  if (unknown !== undefined) {
    lines.push(
      '      # TO STATE: nobody has measured what this release records here. If it does, or if not:',
      `      # samples: { kind: ${kindText(unknown.recorded)} }`,
      `      # samples: { kind: ${kindText(unknown.notRecorded)} }`,
    );
  }
  return lines;
}

function fitLines(field: string, what: string, fit: Fit, unit: Unit): string[] {
  const { fitted, count, p50, p95, distance } = fit;
  const rounded = (value: number) => {
    const short = Number(value.toPrecision(4));
    return unit === 'time' ? formatDuration(short) : String(short);
  };
  return [
    `      # ${count} ${what}: P50 ${rounded(p50)}, P95 ${rounded(p95)}; ${fitted.distribution}, distance ${distance.toFixed(3)}`,
    `      ${field}: ${distribution(fit, unit)}`,
  ];
}

function distribution({ fitted }: Fit, unit: Unit): string {
  return writeDistribution(settingsOf(fitted), unit, 6);
}

function loadLines({ arrivals, recorded_s }: Draft, file: string | null): string[] {
  if (recorded_s !== null && file !== null) {
    return [
      `# The ${recorded_s.length} recorded times, from the first on.`,
      `load: ${writeLoad({ kind: 'file', path: file })}`,
    ];
  }
  if (arrivals === null) {
    return ['# PLACEHOLDER: nothing is known of how requests come.', `load: ${PLACEHOLDER.load}`];
  }
  return [
    `# ${arrivalsText(arrivals)} (0 evenly spaced, 1 Poisson, more in bursts)`,
    `load: ${writeLoad(loadOf(arrivals))}`,
  ];
}

/** What was seen of arrivals: `800 requests in 5m, burstiness 0.98`. */
export function arrivalsText({ count, span_s, burstiness }: ArrivalsFit): string {
  const shown = burstiness === null ? '' : `, burstiness ${burstiness.toFixed(2)}`;
  return `${count} requests in ${roughly(span_s)}${shown}`;
}

function loadOf({ load }: ArrivalsFit): KindSettings {
  switch (load.kind) {
    case 'bursts':
      return { kind: load.kind, size: load.size, every: load.every_s };
    case 'closed':
      return { kind: load.kind, users: load.users, think: settingsOf(load.think.fitted) };
    default:
      return { kind: load.kind, rate: toFourDigits(load.rate_hz) };
  }
}

/** How requests arrive, in words. */
export function loadWords({ arrivals, recorded_s }: Draft): string {
  if (recorded_s !== null) return 'the recorded times';
  if (arrivals === null) return 'not known';
  const { load } = arrivals;
  switch (load.kind) {
    case 'bursts':
      return `bursts of ${load.size} every ${formatDuration(load.every_s)}`;
    case 'closed': {
      const think = formatDuration(Number(load.think.p50.toPrecision(4)));
      return `${load.users === 1 ? 'one user who asks' : `${load.users} users who ask`} again ${think} after an answer (P50)`;
    }
    default:
      return `${load.kind} ${formatRate(toFourDigits(load.rate_hz))}`;
  }
}

/** A rate to four digits of what is written. */
function toFourDigits(rate_hz: number): number {
  const per = rate_hz >= 10 ? 1 : rate_hz * 60 >= 1 ? 60 : 3600;
  return Number((rate_hz * per).toPrecision(4)) / per;
}

/** @param kind what all answers are to the logger, where that is stated */
function sampleLines(samples: DraftSamples, kind: string | null): string[] {
  const { recording, stream, inputTokens, timeouts } = samples;
  const lines: string[] = [];
  if (kind !== null) lines.push(`  kind: ${kind}`);
  if (stream > 0) lines.push(`  stream: ${percent(stream)}`);
  if (inputTokens > 0) lines.push(`  input_tokens: ${inputTokens}`);
  if (timeouts !== null) {
    const after = formatDuration(Number(timeouts.after_s.toPrecision(4)));
    lines.push(`  timeouts: { rate: ${percent(timeouts.rate)}, after: ${after} }`);
  }
  return [
    ...(recording.path === null ? [] : [`path: ${recording.path}`]),
    ...(lines.length === 0 ? [] : ['samples:', ...lines]),
  ];
}

function percent(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(4))}%`;
}
