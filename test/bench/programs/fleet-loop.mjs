/**
 * The fleet by hand, for this one question alone: typed arrays, no objects, no generators, no
 * hashes, no causes, no latency histogram. It draws the same luck in the same order, so that its
 * counts must be exactly those of latsim: an honest measure of what the generality costs.
 *
 * A version of the map is a slot in flat arrays, made by a write and shared by whoever has read it;
 * it is given back when nobody refers to it any more. In a process there is one version, which is
 * written in place: nothing happens between reading and writing, and nothing is lost.
 */
import { Streams } from '../../../.build/kernel/random.js';
import { BUFFER, FAST, LIST_SIZE, RATE_HZ, roundTrip_s, SLOW, TTL_S } from './fleet.mjs';
import { replications, takeTurns } from './turns.mjs';

const SLOW_COUNT = 16;
const N = 20;
const CELLS = N * LIST_SIZE;

// What happens next to a request; the heap holds (request slot * 8 + stage).
const SELECT_SERVED = 0;
const SELECTED = 1;
const ANSWERED = 2;
const READ_SERVED = 3;
const READ = 4;
const WRITE_SERVED = 5;
const WRITTEN = 6;
const ARRIVAL = 7;

const REQUESTS = 1 << 12;
const VERSIONS = 1 << 12;

// The heap.
const times = new Float64Array(REQUESTS + 1);
const orders = new Float64Array(REQUESTS + 1);
const events = new Int32Array(REQUESTS + 1);

// Requests under way, by slot.
const numberOf = new Int32Array(REQUESTS);
const choiceLuck = new Float64Array(REQUESTS);
const serviceLuck = new Float64Array(REQUESTS);
const half_s = new Float64Array(REQUESTS);
const latency_s = new Float64Array(REQUESTS);
const deployment = new Int32Array(REQUESTS);
const held = new Int32Array(REQUESTS); // The version that was read; -1: none.
const freeRequests = new Int32Array(REQUESTS);

// Versions of the map, by slot.
const samples = new Float64Array(VERSIONS * CELLS);
const origins = new Int32Array(VERSIONS * CELLS); // Which request a sample is from.
const sizes = new Int32Array(VERSIONS * N);
const averages = new Float64Array(VERSIONS * N);
const users = new Int32Array(VERSIONS);
const freeVersions = new Int32Array(VERSIONS);

function replication({ store, seed, duration_s }, number) {
  const isRemote = store === 'remote';
  const streams = new Streams(seed, number);
  const arrivals = streams.stream('arrivals', '0');
  const choice = streams.stream('choice', '0');
  const service = streams.stream('service', '0');
  const tokens = streams.stream('tokens', '0');
  const trips = streams.stream('round-trip', '0');

  let size = 0;
  let scheduled = 0;
  let freeRequest = 0;
  let freeVersion = 0;
  for (let i = 0; i < REQUESTS; i++) freeRequests[i] = i;
  for (let i = 0; i < VERSIONS; i++) freeVersions[i] = i;
  let stored = -1;
  let expiry_s = 0;
  let hasPlaceholders = false;
  let arrived = 0;
  let recorded = 0;
  let lost = 0;
  let lostBits = new Uint8Array(1 << 16);
  const chosen = new Int32Array(N);

  const push = (time_s, event) => {
    let hole = size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (times[parent] <= time_s) break;
      times[hole] = times[parent];
      orders[hole] = orders[parent];
      events[hole] = events[parent];
      hole = parent;
    }
    times[hole] = time_s;
    orders[hole] = scheduled++;
    events[hole] = event;
  };
  const removeFirst = () => {
    size--;
    const time_s = times[size];
    const order = orders[size];
    const event = events[size];
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= size) break;
      const right = child + 1;
      if (
        right < size &&
        (times[right] < times[child] ||
          (times[right] === times[child] && orders[right] < orders[child]))
      ) {
        child = right;
      }
      if (time_s < times[child] || (time_s === times[child] && order < orders[child])) break;
      times[hole] = times[child];
      orders[hole] = orders[child];
      events[hole] = events[child];
      hole = child;
    }
    times[hole] = time_s;
    orders[hole] = order;
    events[hole] = event;
  };
  const leave = (version) => {
    if (version >= 0 && --users[version] === 0) freeVersions[--freeVersion] = version;
  };
  const live = (now_s) => {
    if (stored >= 0 && now_s > expiry_s) {
      leave(stored);
      stored = -1;
    }
    return stored;
  };
  const hold = (now_s) => {
    if (live(now_s) >= 0) users[stored]++;
    return stored;
  };
  const travel = (now_s, slot, stage) => {
    half_s[slot] = roundTrip_s(trips) / 2;
    push(now_s + half_s[slot], slot * 8 + stage);
  };
  const choose = (version, luck) => {
    if (version < 0) return Math.floor(luck * N);
    const at = version * N;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = at; i < at + N; i++) if (averages[i] < lowest) lowest = averages[i];
    const bar = lowest + BUFFER * lowest;
    let candidates = 0;
    for (let i = at; i < at + N; i++) if (averages[i] <= bar) candidates++;
    let skip = Math.floor(luck * candidates);
    for (let i = at; ; i++) if (averages[i] <= bar && skip-- === 0) return i - at;
  };
  /** What is in the stored version and not in the one that overwrites it. */
  const compare = (after, base, own) => {
    for (let d = 0; d < N; d++) {
      const [was, is, read] = [stored * N + d, after * N + d, base < 0 ? -1 : base * N + d];
      for (let i = 0; i < sizes[was]; i++) {
        const origin = origins[was * LIST_SIZE + i];
        let there = false;
        for (let k = 0; k < sizes[is] && !there; k++)
          there = origins[is * LIST_SIZE + k] === origin;
        if (!there && d === own && read >= 0) {
          // Known to the writer, who pushed it out.
          for (let k = 0; k < sizes[read] && !there; k++)
            there = origins[read * LIST_SIZE + k] === origin;
        }
        if (!there && lostBits[origin] === 0) {
          lostBits[origin] = 1;
          lost++;
        }
      }
      for (let i = 0; i < sizes[is]; i++) {
        const origin = origins[is * LIST_SIZE + i];
        if (lostBits[origin] === 1) {
          lostBits[origin] = 0;
          lost--;
        }
      }
    }
  };
  const select = (now_s, slot, version) => {
    const d = choose(version, choiceLuck[slot]);
    chosen[d]++;
    deployment[slot] = d;
    latency_s[slot] = (d < SLOW_COUNT ? SLOW : FAST).quantile(serviceLuck[slot]);
    push(now_s + latency_s[slot], slot * 8 + ANSWERED);
  };
  const emptyVersion = () => {
    const version = freeVersions[freeVersion++];
    users[version] = 1;
    sizes.fill(0, version * N, version * N + N);
    averages.fill(0, version * N, version * N + N);
    return version;
  };
  const add = (version, slot) => {
    const cell = version * N + deployment[slot];
    const list = cell * LIST_SIZE;
    const place = sizes[cell] < LIST_SIZE ? sizes[cell]++ : LIST_SIZE - 1;
    samples[list + place] = latency_s[slot];
    origins[list + place] = numberOf[slot];
    let sum = 0;
    for (let i = list; i < list + sizes[cell]; i++) sum += samples[i];
    averages[cell] = sum / sizes[cell];
  };
  const done = (slot) => {
    recorded++;
    freeRequests[--freeRequest] = slot;
  };
  /** A router leaves a placeholder of 0 s for each deployment that is not in the map it has read. */
  const selectInPlace = (now_s, slot) => {
    if (live(now_s) >= 0 && !hasPlaceholders) {
      for (let cell = stored * N; cell < stored * N + N; cell++) {
        if (sizes[cell] > 0) continue;
        sizes[cell] = 1;
        samples[cell * LIST_SIZE] = 0;
      }
      hasPlaceholders = true;
    }
    select(now_s, slot, stored);
  };
  const writeInPlace = (now_s, slot) => {
    if (live(now_s) < 0) {
      stored = emptyVersion();
      expiry_s = now_s + TTL_S;
      hasPlaceholders = false;
    }
    add(stored, slot);
  };
  const write = (now_s, slot) => {
    live(now_s);
    const base = held[slot];
    const version = base < 0 ? emptyVersion() : freeVersions[freeVersion++];
    if (base >= 0) {
      users[version] = 1;
      samples.copyWithin(version * CELLS, base * CELLS, (base + 1) * CELLS);
      origins.copyWithin(version * CELLS, base * CELLS, (base + 1) * CELLS);
      sizes.copyWithin(version * N, base * N, (base + 1) * N);
      averages.copyWithin(version * N, base * N, (base + 1) * N);
    }
    add(version, slot);
    if (stored >= 0 && stored !== base) compare(version, base, deployment[slot]);
    leave(stored);
    stored = version;
    expiry_s = now_s + TTL_S;
    leave(base);
  };

  let arrival_s = -Math.log(1 - arrivals()) / RATE_HZ;
  if (arrival_s < duration_s) push(arrival_s, ARRIVAL);
  while (size > 0) {
    const now_s = times[0];
    if (now_s >= duration_s) break;
    const event = events[0];
    removeFirst();
    const slot = event >> 3;
    switch (event & 7) {
      case ARRIVAL: {
        const fresh = freeRequests[freeRequest++];
        numberOf[fresh] = arrived++;
        choiceLuck[fresh] = choice();
        serviceLuck[fresh] = service();
        tokens();
        if (arrived > lostBits.length) {
          const grown = new Uint8Array(2 * lostBits.length);
          grown.set(lostBits);
          lostBits = grown;
        }
        if (isRemote) travel(now_s, fresh, SELECT_SERVED);
        else selectInPlace(now_s, fresh);
        arrival_s -= Math.log(1 - arrivals()) / RATE_HZ;
        if (arrival_s < duration_s) push(arrival_s, ARRIVAL);
        break;
      }
      case SELECT_SERVED:
      case READ_SERVED:
        held[slot] = hold(now_s);
        push(now_s + half_s[slot], event + 1);
        break;
      case SELECTED:
        select(now_s, slot, held[slot]);
        leave(held[slot]);
        break;
      case ANSWERED:
        if (isRemote) {
          travel(now_s, slot, READ_SERVED);
        } else {
          writeInPlace(now_s, slot);
          done(slot);
        }
        break;
      case READ:
        travel(now_s, slot, WRITE_SERVED);
        break;
      case WRITE_SERVED:
        write(now_s, slot);
        push(now_s + half_s[slot], slot * 8 + WRITTEN);
        break;
      case WRITTEN:
        done(slot);
    }
  }
  let slow = 0;
  for (let d = 0; d < SLOW_COUNT; d++) slow += chosen[d];
  let fast = 0;
  for (let d = SLOW_COUNT; d < N; d++) fast += chosen[d];
  return { requests: slow + fast, slow, recorded, lost };
}

await takeTurns(replications(replication));
