"""The benchmark's model in SimPy: 16 slow and 4 fast, Poisson, unlocked, remote 1 ms.

Usage: simpy_model.py DURATION_S REPLICATIONS [SEED]
Prints one line of JSON: counts per replication, and the seconds it took without the start of
Python. Runs on SimPy 3 or 4 (`simpy`) and on SimPy 2 (`SimPy`, Debian's python3-simpy). A process
is a plain generator in each, so that none is slowed down by the other.
"""

import json
import math
import random
import sys
import time

RATE_HZ = 160 / 60
TTL_S = 300.0
BUFFER = 0.1
LIST_SIZE = 10
SLOW, N = 16, 20
Z95 = 1.6448536269514722
SLOW_LAW = (math.log(1.622), math.log(2.243 / 1.622) / Z95)
FAST_LAW = (math.log(0.514), math.log(0.79 / 0.514) / Z95)


class World:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.stored = None  # deployment -> (samples, the requests they are from)
        self.expiry = 0.0
        self.requests = [0] * N
        self.arrived = 0
        self.recorded = 0
        self.lost = set()

    def trip(self):
        return 0.0005 * (0.9 + 0.2 * self.random.random())

    def read(self, now):
        if self.stored is not None and now > self.expiry:
            self.stored = None
        return self.stored

    def choose(self, known):
        if known is None:
            return self.random.randrange(N)
        averages = [0.0] * N
        for d, (samples, _) in known.items():
            averages[d] = sum(samples) / len(samples)
        bar = min(averages) * (1 + BUFFER)
        return self.random.choice([d for d, average in enumerate(averages) if average <= bar])

    def write(self, now, base, d, latency, number):
        before = self.read(now)
        after = {} if base is None else dict(base)
        samples, origins = after.get(d, ((), ()))
        keep = LIST_SIZE - 1
        after[d] = (samples[:keep] + (latency,), origins[:keep] + (number,))
        if before is not None and before is not base:
            pushed_out = set(origins)
            had = {o for of, (_, ids) in before.items() for o in ids if of != d or o not in pushed_out}
            has = {o for _, ids in after.values() for o in ids}
            self.lost |= had - has
            self.lost -= has
        self.stored = after
        self.expiry = now + TTL_S


def request(world, now, wait, number):
    half = world.trip()
    yield wait(half)
    known = world.read(now())
    yield wait(half)
    d = world.choose(known)
    world.requests[d] += 1
    latency = world.random.lognormvariate(*(SLOW_LAW if d < SLOW else FAST_LAW))
    yield wait(latency)
    half = world.trip()
    yield wait(half)
    base = world.read(now())
    yield wait(half)
    half = world.trip()
    yield wait(half)
    world.write(now(), base, d, latency, number)
    yield wait(half)
    world.recorded += 1


def arrivals(world, now, wait, start):
    while True:
        yield wait(world.random.expovariate(RATE_HZ))
        start(world.arrived)
        world.arrived += 1


try:
    import simpy

    VERSION = simpy.__version__

    def run(world, duration):
        env = simpy.Environment()
        now = lambda: env.now

        def start(number):
            env.process(request(world, now, env.timeout, number))

        env.process(arrivals(world, now, env.timeout, start))
        env.run(until=duration)

except ImportError:
    from SimPy.Simulation import Process, Simulation, hold

    VERSION = "2"

    def run(world, duration):
        sim = Simulation()

        def begin(body, *args):
            process = Process(sim=sim)
            sim.activate(process, body(world, sim.now, lambda t: (hold, process, t), *args))

        begin(arrivals, lambda number: begin(request, number))
        sim.simulate(until=duration)


def main():
    duration, replications = float(sys.argv[1]), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    runs = []
    started = time.perf_counter()
    for i in range(replications):
        world = World(seed * 1000003 + i)
        run(world, duration)
        runs.append(
            {
                "slow": sum(world.requests[:SLOW]),
                "fast": sum(world.requests[SLOW:]),
                "recorded": world.recorded,
                "lost": len(world.lost),
            }
        )
    print(json.dumps({"version": VERSION, "seconds": time.perf_counter() - started, "runs": runs}))


main()
