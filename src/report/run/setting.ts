import type { Group, Load, NumberLaw, Scenario, TimeLaw } from '../../scenario/schema.js';
import { count } from '../../text/figures.js';
import { formatDuration } from '../../text/units.js';

type Line = readonly [name: string, text: string];

/** What is run, line by line, for the heading of a report. */
export function settingOf(scenario: Scenario): Line[] {
  const several = scenario.modelGroups.length > 1;
  return [
    ...scenario.modelGroups.flatMap(({ name, groups, load }): Line[] => [
      ...groups.map((group, i): Line => {
        const label = several ? `fleet ${name}` : 'fleet';
        return [i === 0 ? label : '', fleetText(group)];
      }),
      [several ? `load ${name}` : 'load', loadText(load)],
    ]),
    ['duration', durationText(scenario)],
    ['samples', samplesText(scenario.samples)],
    ['dispatch', dispatchText(scenario.dispatch)],
    ['store', storeText(scenario.store)],
    ['processes', processesText(scenario.processes)],
    ['router', routerText(scenario.router)],
  ];
}

/** Assumptions and reports, as they stand in the scenario. */
export function proseOf({ shows, assumes, reported }: Scenario): Line[] {
  return [
    ...(shows === undefined ? [] : [['shows', shows] as const]),
    ...items('assumes', assumes),
    ...items('reported', reported),
  ];
}

/** Several texts under one name, each marked as one. */
function items(name: string, texts: readonly string[]): Line[] {
  return texts.length === 1
    ? texts.map((text) => [name, text])
    : texts.map((text, i) => [i === 0 ? name : '', `- ${text}`]);
}

function durationText({ duration, warmup, requests }: Scenario): string {
  const parts = [formatDuration(duration)];
  if (warmup > 0) parts.push(`the first ${formatDuration(warmup)} not counted`);
  if (requests !== undefined) parts.push(`no more than ${count(requests)} requests`);
  return parts.join(', ');
}

function fleetText(group: Group): string {
  const { name, deployments, latency, tokens, ttft, rpm, tpm } = group;
  const parts = [`${name} x ${deployments}, ${lawText(latency, formatDuration)}`];
  if (tokens.law !== 'constant' || tokens.value !== 1) {
    parts.push(`tokens ${lawText(tokens, String)}`);
  }
  if (ttft !== undefined) parts.push(`ttft ${lawText(ttft, formatDuration)}`);
  if (rpm !== undefined) parts.push(`rpm ${rpm}`);
  if (tpm !== undefined) parts.push(`tpm ${tpm}`);
  return parts.join(', ');
}

function lawText(law: TimeLaw | NumberLaw, show: (value: number) => string): string {
  switch (law.law) {
    case 'constant':
      return show(law.value);
    case 'exponential':
      return `exponential of mean ${show(law.mean)}`;
    case 'lognormal':
      return law.p50 !== undefined
        ? `lognormal of P50 ${show(law.p50)} and P95 ${show(law.p95)}`
        : `lognormal of mean ${show(law.mean)} and sigma ${law.sigma}`;
    case 'empirical':
      return 'file' in law
        ? `values of ${law.file}`
        : `quantiles from ${show(law.quantiles[0]?.value ?? 0)} to ${show(law.quantiles[law.quantiles.length - 1]?.value ?? 0)}`;
  }
}

function loadText(load: Load): string {
  switch (load.kind) {
    case 'bursts':
      return `bursts of ${count(load.size)} every ${formatDuration(load.every)}${after(load.phase, 'first at')}`;
    case 'poisson':
      return `Poisson arrivals, ${rateText(load.rate)}`;
    case 'uniform':
      return `evenly spaced arrivals, ${rateText(load.rate)}${after(load.phase, 'first at')}`;
    case 'closed':
      return `closed loop of ${count(load.users)} users, thinking ${lawText(load.think, formatDuration)}`;
    case 'file':
      return `arrivals of ${load.path}`;
  }
}

function after(phase_s: number, words: string): string {
  return phase_s === 0 ? '' : `, ${words} ${formatDuration(phase_s)}`;
}

/** A rate in the unit that makes it shortest. */
function rateText(rate_hz: number): string {
  const texts = [
    [1, 's'],
    [60, 'min'],
    [3600, 'h'],
  ].map(([factor, unit]) => `${Number((rate_hz * Number(factor)).toPrecision(12))}/${unit}`);
  return texts.reduce((best, text) => (text.length < best.length ? text : best));
}

function samplesText({ kind, stream, input_tokens, timeouts }: Scenario['samples']): string {
  const kinds = Object.entries(kind).filter(([, weight]) => weight > 0);
  const parts = kinds.map(([name, weight]) => (weight === 1 ? name : `${name} ${part(weight)}`));
  if (stream > 0) parts.push(`${part(stream)} streamed`);
  if (input_tokens > 0) parts.push(`${count(input_tokens)} input tokens`);
  if (timeouts !== undefined) {
    parts.push(`${part(timeouts.rate)} time out after ${formatDuration(timeouts.after)}`);
  }
  return parts.join(', ');
}

/** A fraction in per cent, in full. */
function part(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(12))}%`;
}

function dispatchText(dispatch: Scenario['dispatch']): string {
  if (dispatch.kind === 'immediate') return 'each completion is logged at once';
  const { every, phase, stagger } = dispatch;
  return (
    `concurrent flushes every ${formatDuration(every)}` +
    `${after(phase, 'shifted by')}${stagger ? ', each process with a phase of its own' : ''}`
  );
}

function storeText(store: Scenario['store']): string {
  if (store.kind === 'in-process') return 'in-process, by reference';
  const { kind, rtt, jitter } = store;
  const trip = `${kind}, rtt ${lawText(rtt, formatDuration)}${jitter === 0 ? '' : ` +-${part(jitter)}`}`;
  return store.kind === 'remote'
    ? trip
    : `${trip}, over the memory of each process (kept ${formatDuration(store.memory_ttl)})`;
}

function processesText({ count: processes, assign }: Scenario['processes']): string {
  return processes === 1 ? '1' : `${count(processes)}, ${assign}`;
}

function routerText(router: Scenario['router']): string {
  const { policy, profile, ttl, lowest_latency_buffer, max_latency_list_size } = router;
  return policy === 'lowest-latency'
    ? `${policy}, profile ${profile}, ttl ${formatDuration(ttl)}, lowest_latency_buffer ${lowest_latency_buffer}, max_latency_list_size ${max_latency_list_size}`
    : `${policy}, profile ${profile}`;
}
