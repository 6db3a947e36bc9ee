/** The latency that has been recorded, times the requests that would share the deployment. */
const expected = ({ view, inFlight }, position) =>
  (view?.at(position)?.average ?? 0) * (inFlight[position] + 1);

export default {
  name: 'expected-wait',
  summary: 'the lowest latency on record, times the requests under way',

  // What the scenario's logger has recorded, as it reads it: a LatencyMap.
  *view({ latencies }) {
    return yield* latencies();
  },

  // A tie goes by the request's own random number: a burst meets an empty map.
  choose(situation) {
    const { candidates, random } = situation;
    const costs = candidates.map((position) => expected(situation, position));
    const least = Math.min(...costs);
    const best = candidates.filter((_, i) => costs[i] === least);
    return best.length === 0 ? -1 : best[Math.floor(random * best.length)];
  },
};
