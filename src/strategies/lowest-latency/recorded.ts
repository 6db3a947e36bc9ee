import type { SampleKind } from '../../model/samples.js';
import { isBefore } from './release.js';

/** Who serves a deployment, as far as it was measured what is recorded of its answers. */
export const MEASURED_PROVIDERS = ['anthropic', 'openai'] as const;
/** The same, or any other. */
export const PROVIDERS = [...MEASURED_PROVIDERS, 'other'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** Where requests come in: /v1/messages, or /chat/completions. */
export const PATHS = ['messages', 'chat'] as const;
export type RequestPath = (typeof PATHS)[number];

/** How people write them. */
export const PATH_WORDS: Readonly<Record<RequestPath, string>> = {
  messages: '/v1/messages',
  chat: '/chat/completions',
};

/** What becomes of an answer of each provider in some releases; null: nobody has looked. */
interface Band extends Readonly<Record<(typeof MEASURED_PROVIDERS)[number], SampleKind | null>> {
  /** Absent: nobody has looked. */
  readonly other?: SampleKind;
  /** The first release that was looked at. */
  readonly from: string;
  /** The last one; absent: all up to the next band. Of those between, nothing is known. */
  readonly to?: string;
}

/** Before every release. */
const FIRST = '0.0.0';

/**
 * What the proxy records, by path and in the order of the releases. Measured at real proxies of
 * 1.82.3, 1.88.0 and 1.110.2, and with the real Router of 1.76.1; the edges are those of the sources in which the logging
 * object is given the deployment's id (docs/reference/strategies-and-profiles.md).
 */
const BANDS: Readonly<Record<RequestPath, readonly Band[]>> = {
  messages: [
    { from: FIRST, to: '1.84.10', anthropic: 'not-recorded', openai: 'not-recorded' },
    { from: '1.85.0', to: '1.88.6', anthropic: 'not-recorded', openai: 'chat' },
    { from: '1.89.0', anthropic: 'chat', openai: null },
    { from: '1.109.0', anthropic: 'chat', openai: 'responses' },
  ],
  chat: [{ from: FIRST, anthropic: 'chat', openai: 'chat', other: 'chat' }],
};

/** The band of a release; undefined: it lies between two of them. */
function bandOf(release: string, path: RequestPath): Band | undefined {
  const band = BANDS[path].filter(({ from }) => !isBefore(release, from)).at(-1) as Band;
  return band.to !== undefined && isBefore(band.to, release) ? undefined : band;
}

/**
 * What answers of a provider on a path are to the logger of a release; null: not measured.
 * @param release such as `1.88.0`
 */
export function recordedAs(
  release: string,
  provider: Provider,
  path: RequestPath,
): SampleKind | null {
  return bandOf(release, path)?.[provider] ?? null;
}

/**
 * From which release on answers are recorded on /v1/messages, in each that was looked at since.
 * @param providers who serves; undefined among them, or none: any may
 */
export function recordedFrom(providers: readonly (Provider | undefined)[]): {
  /** Of all of them. */
  readonly release: string;
  /** `1.89.0 for anthropic, 1.109.0 for openai`; or the release alone. */
  readonly words: string;
} {
  const known = MEASURED_PROVIDERS.filter((one) => providers.includes(one));
  const serving = providers.includes(undefined) || known.length === 0 ? MEASURED_PROVIDERS : known;
  const since = serving.map((provider) => ({ provider, release: firstRecording(provider) }));
  const release = since.map((one) => one.release).reduce((a, b) => (isBefore(a, b) ? b : a));
  const words = since.every((one) => one.release === release)
    ? release
    : since.map((one) => `${one.release} for ${one.provider}`).join(', ');
  return { release, words };
}

function firstRecording(provider: Provider): string {
  const bands = BANDS.messages;
  const isRecorded = ({ [provider]: kind }: Band): boolean =>
    kind !== null && kind !== 'not-recorded';
  return (bands.find((_, i) => bands.slice(i).every(isRecorded)) as Band).from;
}

/**
 * `1.85.0 to 1.88.6 on /v1/messages: anthropic not recorded, openai recorded as chat`.
 * @param of the providers that it is about
 */
export function bandWords(
  release: string,
  path: RequestPath,
  of: readonly Provider[] = MEASURED_PROVIDERS,
): string {
  const band = bandOf(release, path);
  const on = `on ${PATH_WORDS[path]}`;
  if (band === undefined) return `${release} ${on}: not measured`;
  return `${rangeWords(band, path)} ${on}: ${recordedWords(band, of)}`;
}

/** The same of a path that may be meant: `on /v1/messages (1.85.0 to 1.88.6) it would be: anthropic ...`. */
export function wouldBeWords(
  release: string,
  path: RequestPath,
  of: readonly Provider[] = MEASURED_PROVIDERS,
): string {
  const band = bandOf(release, path);
  const on = `on ${PATH_WORDS[path]}`;
  return band === undefined
    ? `${on} that of ${release} was not measured`
    : `${on} (${rangeWords(band, path)}) it would be: ${recordedWords(band, of)}`;
}

function recordedWords(band: Band, of: readonly Provider[]): string {
  return of.map((one) => `${providerWords(one)} ${kindWords(band[one] ?? null)}`).join(', ');
}

/** A provider in a sentence. */
export function providerWords(provider: Provider): string {
  return provider === 'other' ? 'other providers' : provider;
}

function kindWords(kind: SampleKind | null): string {
  if (kind === null) return 'not measured';
  return kind === 'not-recorded' ? 'not recorded' : `recorded as ${kind}`;
}

function rangeWords(band: Band, path: RequestPath): string {
  const { from, to } = band;
  const next = BANDS[path][BANDS[path].indexOf(band) + 1];
  if (from === FIRST) return to === undefined ? 'all releases' : `up to ${to}`;
  if (to !== undefined) return `${from} to ${to}`;
  return next === undefined ? `from ${from}` : `from ${from}, before ${next.from}`;
}
