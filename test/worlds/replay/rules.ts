/*
 * LiteLLM's latency-based routing once more, as plainly as test/fixtures/golden/README.md says it
 * and with nothing of src: what a recording of any operations would hold.
 */

export type Variant = 'v1.76.1' | 'v1.82.3' | 'v1.110.2';

export interface Config {
  readonly variant: Variant;
  readonly ttl: number;
  readonly lowest_latency_buffer: number;
  readonly max_latency_list_size: number;
  readonly ttft_percentile?: number | undefined;
  /** Undefined: 3.11. */
  readonly python?: string | undefined;
  readonly deployments: readonly {
    readonly id: string;
    readonly rpm: number | null;
    readonly tpm: number | null;
  }[];
}

/** An operation as it is recorded, without the answers. */
export type Asked = { readonly t: number } & (
  | {
      readonly op: 'select';
      readonly healthy: readonly string[];
      readonly stream: boolean;
      readonly input_tokens: number;
    }
  | {
      readonly op: 'success';
      readonly id: string;
      readonly latency_s: number;
      readonly kind: 'chat' | 'no_usage' | 'other' | 'responses';
      readonly completion_tokens: number | null;
      readonly total_tokens: number | null;
      readonly stream: boolean;
      readonly ttft_s: number | null;
    }
  | { readonly op: 'timeout' | 'failure'; readonly id: string }
  | { readonly op: 'state' }
);

type Value = { readonly float: number } | { readonly int: 0 } | { readonly timedelta_s: number };

interface Entry {
  latency: Value[];
  ttft: number[];
  readonly minutes: Map<string, { tpm: number; rpm: number }>;
}

/** The recording of these operations: its lines, answers included. */
export function recorded(config: Config, asked: readonly Asked[]): string[] {
  const handler = new Handler(config);
  // Written at once: an answer changes with the map.
  const lines = asked.map((one) => JSON.stringify({ ...one, ...handler.answer(one) }));
  return [JSON.stringify({ op: 'config', ...config }), ...lines];
}

class Handler {
  private map: Map<string, Entry> | undefined;
  private expiry: number | undefined;
  /** 1.110.2, not one of the earlier ones. */
  private readonly head: boolean;

  constructor(private readonly config: Config) {
    this.head = config.variant === 'v1.110.2';
  }

  answer(operation: Asked): object {
    const { op, t } = operation;
    if (op === 'select') return this.select(operation);
    if (op === 'state') return { map: this.dump(this.get(t)) };
    if (op === 'success') this.success(operation);
    if (op === 'timeout') {
      this.change(t, operation.id, (entry) => {
        entry.latency = this.push(entry.latency, { float: 1000 });
      });
    }
    return {};
  }

  /** Rule 1. */
  private get(t: number): Map<string, Entry> | undefined {
    if (this.expiry !== undefined && t > this.expiry) {
      this.map = undefined;
      this.expiry = undefined;
    }
    return this.map?.size === 0 ? undefined : this.map;
  }

  private change(t: number, id: string, how: (entry: Entry) => void): void {
    const map = this.get(t) ?? new Map<string, Entry>();
    const entry = map.get(id) ?? { latency: [], ttft: [], minutes: new Map() };
    how(entry);
    map.set(id, entry);
    this.map = map;
    const over = this.expiry === undefined || (this.head ? this.expiry <= t : this.expiry < t);
    if (over) this.expiry = t + this.config.ttl;
  }

  /** Rules 2 to 5. */
  private select({ t, healthy, stream, input_tokens }: Asked & { op: 'select' }): object {
    const map = this.get(t) ?? new Map<string, Entry>();
    const now = minuteName(t);
    for (const id of healthy) {
      if (map.has(id)) continue;
      const minutes = new Map([[now, { tpm: 0, rpm: 0 }]]);
      map.set(id, { latency: [{ int: 0 }], ttft: [], minutes });
    }
    const averages: [id: string, average: number][] = [];
    for (const id of healthy) {
      const entry = map.get(id) as Entry;
      const used = entry.minutes.get(now) ?? { tpm: 0, rpm: 0 };
      const limits = this.config.deployments.find((deployment) => deployment.id === id);
      const over = (use: number, limit: number | null | undefined): boolean =>
        limit != null && limit !== 0 && use > limit;
      if (over(used.tpm + input_tokens, limits?.tpm) || over(used.rpm + 1, limits?.rpm)) continue;
      averages.push([id, this.average(entry, stream)]);
    }
    const lowest = Math.min(...averages.map(([, average]) => average));
    const bar = lowest + this.config.lowest_latency_buffer * lowest;
    const valid = averages
      .filter(([, average]) => average <= bar)
      .sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))
      .map(([id]) => id);
    return { valid, averages: Object.fromEntries(averages), picked: valid[0] ?? null };
  }

  private average({ latency, ttft }: Entry, stream: boolean): number {
    if (this.head) return this.usableAverage(latency, ttft, stream);
    let sum = 0;
    if (stream && ttft.length > 0) {
      for (const value of ttft) sum += value;
      return sum / (this.config.variant === 'v1.76.1' ? latency.length : ttft.length);
    }
    for (const value of latency) if ('float' in value) sum += value.float;
    return latency.length === 0 ? 0 : sum / latency.length;
  }

  /** As 1.110.2 has it: of what is a number, 0 or more. */
  private usableAverage(latency: Value[], ttft: number[], stream: boolean): number {
    const { ttft_percentile } = this.config;
    const usable = (values: number[]) => values.filter((value) => value >= 0);
    const first = stream ? usable(ttft) : [];
    if (first.length > 0 && ttft_percentile != null) {
      first.sort((a, b) => a - b);
      return first[Math.ceil(first.length * ttft_percentile) - 1] as number;
    }
    const values = usable(latency.map((value) => ('float' in value ? value.float : 0)));
    const [all, count] = first.length > 0 ? [first, first.length] : [values, values.length];
    return count === 0 ? 0 : this.sum(all) / count;
  }

  /** Python's `sum`. */
  private sum(values: number[]): number {
    let s = 0;
    let c = 0;
    for (const x of values) {
      const t = s + x;
      c += Math.abs(s) >= Math.abs(x) ? s - t + x : x - t + s;
      s = t;
    }
    return this.config.python === '3.13' ? s + c : s;
  }

  /** Rule 6. */
  private success(operation: Asked & { op: 'success' }): void {
    const { t, id, latency_s, kind, stream } = operation;
    const completion = operation.completion_tokens ?? 0;
    const counted = kind === 'chat' || (kind === 'responses' && this.head);
    const perToken = counted && completion !== 0;
    const first_s = operation.ttft_s ?? latency_s;
    this.change(t, id, (entry) => {
      const value: Value = perToken
        ? { float: latency_s / completion }
        : this.head
          ? { float: latency_s }
          : { timedelta_s: latency_s };
      entry.latency = this.push(entry.latency, value);
      if (stream && this.head) entry.ttft = this.push(entry.ttft, first_s);
      if (stream && !this.head && perToken) {
        entry.ttft = this.push(entry.ttft, first_s / completion);
      }
      const used = entry.minutes.get(minuteName(t)) ?? { tpm: 0, rpm: 0 };
      used.tpm += kind === 'chat' ? (operation.total_tokens ?? 0) : 0;
      used.rpm += 1;
      entry.minutes.set(minuteName(t), used);
    });
  }

  private push<T>(list: readonly T[], value: T): T[] {
    const size = this.config.max_latency_list_size;
    if (list.length < size) return [...list, value];
    return [...(this.head ? list.slice(1) : list.slice(0, size - 1)), value];
  }

  private dump(map: Map<string, Entry> | undefined): object | null {
    if (map === undefined) return null;
    return Object.fromEntries(
      [...map].map(([id, { latency, ttft, minutes }]) => [
        id,
        {
          latency: latency.map((value) =>
            'float' in value ? value.float : 'int' in value ? value.int : value,
          ),
          ttft,
          minutes: Object.fromEntries(minutes),
        },
      ]),
    );
  }
}

/** By wall clock, from 2026-03-27 00:00. */
function minuteName(t: number): string {
  const time = new Date(Date.UTC(2026, 2, 27) + Math.floor(t / 60) * 60_000).toISOString();
  return time.slice(0, 16).replace(/[T:]/g, '-');
}
