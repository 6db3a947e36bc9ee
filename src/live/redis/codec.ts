import { Misfit } from '../../effects/fault.js';
import type { DeploymentIndex } from '../../model/fleet.js';
import { Usage } from '../../strategies/cost.js';
import { Reservations } from '../../strategies/least-busy/reserving.js';
import { Contribution } from '../../strategies/lowest-latency/contribution.js';
import {
  DeploymentStats,
  LatencyMap,
  PLACEHOLDER,
  type Sample,
} from '../../strategies/lowest-latency/latency-map.js';
import type { Profile } from '../../strategies/lowest-latency/profile.js';
import { Estimate } from '../../strategies/peak-ewma.js';
import { PositionMap } from '../../strategies/position-map.js';
import { minuteName, minuteNamed } from './minutes.js';
import { NoJson, PythonFloat, pythonJson, readMarked } from './python-json.js';

/** A model group, as far as what is stored of it goes. */
export interface StoredGroup {
  /** Of its map; keys of what else it keeps begin so. */
  readonly key: string;
  readonly index: DeploymentIndex;
}

/** What the text of a value depends on. */
export interface CodecSetting {
  readonly groups: readonly StoredGroup[];
  /** Says what the lists of a map are called. */
  readonly profile: Pick<Profile, 'latencyField' | 'ttftField'>;
  /** When minute 0 begins, in minutes since 1970. */
  readonly firstMinute: number;
}

/** A value as it is stored: its text, and the name of the form that the text is of. */
export interface Encoded {
  readonly text: string;
  readonly form: string;
}

/**
 * What is known of values that are more than plain data: how each is written, as LiteLLM writes it where LiteLLM
 * has its like, and read again.
 */
interface ValueForm {
  readonly name: string;
  is(value: unknown): boolean;
  /** @returns what `pythonJson` takes */
  pack(value: never, place: StoredAt): unknown;
  unpack(data: Data, place: StoredAt): unknown;
}

/** Where a value is stored. */
interface StoredAt extends Omit<CodecSetting, 'groups'> {
  readonly index: DeploymentIndex;
}

/** What has been read, as `readMarked` gives it; that it is what was written once is not checked. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type Data = any;

/** A number that may be marked. */
const number = (data: Data): number => (data === 'int 0' ? 0 : Number(data));

/** A dictionary of Python's: in the order in which its entries came in. */
const byId = (map: PositionMap<unknown>, ids: readonly string[]): [string, Data][] =>
  map.order.map((position) => [ids[position] as string, map.get(position)]);

function positionMap<Value>(data: Data, { index }: StoredAt, value: (item: Data) => Value) {
  const map = new PositionMap<Value>();
  for (const [id, item] of Object.entries(data)) map.set(index.positionOf(id), value(item));
  return map;
}

const LATENCY_MAP: ValueForm = {
  name: 'latency-map',
  is: (value) => value instanceof LatencyMap,
  pack: (map: LatencyMap, place) =>
    Object.fromEntries(
      map.index.ids.flatMap((id, position) => {
        const stats = map.at(position);
        return stats === undefined ? [] : [[id, packedStats(stats, place)]];
      }),
    ),
  unpack(data, place) {
    const map = new LatencyMap(place.index);
    for (const [id, stats] of Object.entries(data)) map.set(id, unpackedStats(stats, place));
    return map;
  },
};

function packedStats(stats: DeploymentStats, { profile, firstMinute }: StoredAt): object {
  const { latency, ttft, minute, tpm, rpm } = stats;
  return {
    [profile.latencyField]: latency.map(packedSample),
    // Of a timeout no minute is charged.
    ...(rpm + tpm > 0 && { [minuteName(firstMinute + minute)]: { tpm, rpm } }),
    ...(ttft.length > 0 && { [profile.ttftField]: ttft.map((one) => new PythonFloat(one)) }),
  };
}

function packedSample(sample: Sample): unknown {
  if (typeof sample === 'number') return new PythonFloat(sample);
  if (sample === PLACEHOLDER) return 0;
  // In Python's words; LiteLLM logs them and goes on, with nothing stored.
  throw new TimedeltaRefused('Object of type timedelta is not JSON serializable');
}

/** The names of a list in any release, and the minutes: only the latest counts. */
function unpackedStats(data: Data, { firstMinute }: StoredAt): DeploymentStats {
  const latency: Data[] = data.latency ?? data.latency_normalized ?? [];
  const ttft: Data[] = data.time_to_first_token ?? data.time_to_first_token_seconds ?? [];
  let latest = 0;
  let usage: Data;
  for (const [name, item] of Object.entries(data)) {
    const minute = minuteNamed(name);
    if (minute === undefined || (usage !== undefined && minute < latest)) continue;
    [latest, usage] = [minute, item];
  }
  const samples = latency.map((one) => (one === 'int 0' ? PLACEHOLDER : Number(one)));
  return usage === undefined
    ? new DeploymentStats(samples, ttft.map(number))
    : new DeploymentStats(
        samples,
        ttft.map(number),
        latest - firstMinute,
        number(usage.tpm),
        number(usage.rpm),
      );
}

const isMapOf = (value: unknown, fits: (item: unknown) => boolean): boolean =>
  value instanceof PositionMap && value.order.every((position) => fits(value.get(position)));

/** Counts and usage as LiteLLM has them; the rest LiteLLM does not have, or does not store. */
const FORMS: readonly ValueForm[] = [
  LATENCY_MAP,
  {
    name: 'counts',
    is: (value) => isMapOf(value, (item) => typeof item === 'number'),
    pack: (map: PositionMap<number>, { index }) => Object.fromEntries(byId(map, index.ids)),
    unpack: (data, place) => positionMap(data, place, number),
  },
  {
    name: 'usage',
    is: (value) => isMapOf(value, (item) => item instanceof Usage),
    pack: (map: PositionMap<Usage>, { index, firstMinute }) =>
      Object.fromEntries(
        byId(map, index.ids).map(([id, { minutes }]: [string, Usage]) => [
          id,
          Object.fromEntries(
            minutes.map(({ minute, tpm, rpm }) => [minuteName(firstMinute + minute), { tpm, rpm }]),
          ),
        ]),
      ),
    unpack: (data, place) =>
      positionMap(
        data,
        place,
        (item) =>
          new Usage(
            Object.entries<Data>(item).map(([name, { tpm, rpm }]) => ({
              minute: (minuteNamed(name) ?? 0) - place.firstMinute,
              tpm: number(tpm),
              rpm: number(rpm),
            })),
          ),
      ),
  },
  {
    name: 'contribution',
    is: (value) => value instanceof Contribution,
    pack: ({ sample, ttft, tpm, rpm }: Contribution) => ({
      sample: packedSample(sample),
      ...(ttft !== undefined && { ttft: new PythonFloat(ttft) }),
      tpm,
      rpm,
    }),
    unpack: ({ sample, ttft, tpm, rpm }) =>
      new Contribution(
        number(sample),
        ttft === undefined ? undefined : number(ttft),
        number(tpm),
        number(rpm),
      ),
  },
  {
    name: 'estimate',
    is: (value) => value instanceof Estimate,
    pack: ({ rtt_s, at_s }: Estimate) => ({
      rtt_s: new PythonFloat(rtt_s),
      at_s: new PythonFloat(at_s),
    }),
    unpack: ({ rtt_s, at_s }) => new Estimate(number(rtt_s), number(at_s)),
  },
  {
    name: 'reservations',
    is: (value) => value instanceof Reservations,
    pack: ({ all }: Reservations) => all.map((each) => ({ ...each })),
    unpack: (data: Data[]) =>
      new Reservations(
        data.map(({ request, position, since_s }) => ({
          request: number(request),
          position: number(position),
          since_s: number(since_s),
        })),
      ),
  },
];

/** Everything else is plain JSON. */
const PLAIN = 'json';

/** What Python says of a value that LiteLLM cannot store; it goes on without. */
export class TimedeltaRefused extends Error {
  override readonly name = 'TimedeltaRefused';
}

/**
 * What is stored as text, as LiteLLM writes it (`{id: {"latency": [...], "2026-05-11-09-05": {"tpm", "rpm"}}}`):
 * to the byte as Python does, so that what is read back is what was written to the last bit.
 */
export class Codec {
  constructor(private readonly setting: CodecSetting) {}

  /**
   * The text of a value.
   * @param does what the effect does, for errors: `writes`
   * @throws TimedeltaRefused where LiteLLM fails too; Misfit for what is no JSON
   */
  encode(value: unknown, key: string, does: string): Encoded {
    const form = FORMS.find((one) => one.is(value));
    try {
      return form === undefined
        ? { text: pythonJson(value), form: PLAIN }
        : { text: pythonJson(form.pack(value as never, this.placeOf(key))), form: form.name };
    } catch (error) {
      const told = error instanceof NoJson ? error.message : 'something that has no end';
      if (!(error instanceof NoJson || error instanceof RangeError)) throw error;
      throw new Misfit(
        `it ${does} '${key}' with ${told}, which JSON does not have`,
        'store plain data: strings, finite numbers, true, false, null, arrays and objects of them; or one of its maps alone',
      );
    }
  }

  /** @throws Misfit for what was not written here */
  decode({ text, form: name }: Encoded, key: string): unknown {
    const form = FORMS.find((one) => one.name === name);
    try {
      return form === undefined
        ? JSON.parse(text)
        : form.unpack(readMarked(text), this.placeOf(key));
    } catch {
      // the parser's own words would show some of the content
      throw new Misfit(
        `it reads '${key}', which others have written to`,
        'give it a key of its own',
      );
    }
  }

  /**
   * The text of an item of a list, of which LiteLLM has none: its form stands in front, as no JSON begins with
   * such a word.
   * @throws as `encode`
   */
  encodeItem(item: unknown, key: string): string {
    const { text, form } = this.encode(item, key, 'appends to');
    return form === PLAIN ? text : `${form} ${text}`;
  }

  /** @throws Misfit for what was not written here */
  decodeItem(item: string, key: string): unknown {
    const form = FORMS.find(({ name }) => item.startsWith(`${name} `))?.name;
    return form === undefined
      ? this.decode({ text: item, form: PLAIN }, key)
      : this.decode({ text: item.slice(form.length), form }, key);
  }

  /** Reads a map that a real LiteLLM has written. @throws SyntaxError, RangeError or TypeError for what is none */
  latencyMap(text: string, key: string): LatencyMap {
    return LATENCY_MAP.unpack(readMarked(text), this.placeOf(key)) as LatencyMap;
  }

  /** The model group whose key a key begins with; where several do, the one with the longest. */
  private placeOf(key: string): StoredAt {
    const { groups, ...rest } = this.setting;
    let found = groups[0] as StoredGroup;
    for (const group of groups) {
      const longer = !key.startsWith(found.key) || group.key.length > found.key.length;
      if (key.startsWith(group.key) && longer) found = group;
    }
    return { ...rest, index: found.index };
  }
}
