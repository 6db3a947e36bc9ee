"""The fleet in SimPy 4. Usage: fleet_simpy.py idiomatic|lean

idiomatic: the store's methods are processes of their own; a read copies the lists of all deployments,
and averages are taken of them when choosing.
lean: a request waits in its own generator; lists are tuples that the versions of the map share, with
their averages beside them.
"""

import math
import random
import sys

import simpy
from turns import take_turns

RATE_HZ = 160 / 60
TTL_S = 300.0
BUFFER = 0.1
LIST_SIZE = 10
SLOW, N = 16, 20
Z95 = 1.6448536269514722
SLOW_LAW = (math.log(1.622), math.log(2.243 / 1.622) / Z95)
FAST_LAW = (math.log(0.514), math.log(0.79 / 0.514) / Z95)
LAWS = [SLOW_LAW] * SLOW + [FAST_LAW] * (N - SLOW)


class Counts:
    def __init__(self):
        self.requests = [0] * N
        self.recorded = 0
        self.lost = set()

    def overwritten(self, before, pushed_out, after, own):
        """before, after: the requests whose samples are stored, by deployment."""
        had = {o for d, ones in before for o in ones if d != own or o not in pushed_out}
        has = {o for _, ones in after for o in ones}
        self.lost |= had - has
        self.lost -= has

    def told(self):
        return {
            "requests": sum(self.requests),
            "slow": sum(self.requests[:SLOW]),
            "recorded": self.recorded,
            "lost": len(self.lost),
        }


# Idiomatic

PLACEHOLDER = (0.0, None)


class Store:
    """A map of lists of (latency, request) by deployment; None: nothing is stored."""

    def __init__(self, env, rng):
        self.env, self.rng = env, rng
        self.stored = None
        self.expiry = 0.0
        self.version = 0

    def live(self):
        if self.stored is not None and self.env.now > self.expiry:
            self.stored = None
        return self.stored


class Remote(Store):
    def half(self):
        return 0.0005 * (0.9 + 0.2 * self.rng.random())

    def read(self):
        half = self.half()
        yield self.env.timeout(half)
        stored, version = self.live(), self.version
        copy = None if stored is None else {d: list(ones) for d, ones in stored.items()}
        yield self.env.timeout(half)
        return copy, version

    def write(self, value, known, version, own, counts):
        half = self.half()
        yield self.env.timeout(half)
        before = self.live()
        if before is not None and version != self.version:
            ids = lambda lists: [(d, [o for _, o in ones]) for d, ones in lists.items()]
            counts.overwritten(ids(before), set(known), ids(value), own)
        self.stored = value
        self.version += 1
        self.expiry = self.env.now + TTL_S
        yield self.env.timeout(half)


class InProcess(Store):
    def read(self):
        return self.live(), self.version
        yield  # A process like that of the other store, which never waits.

    def write(self, value, known, version, own, counts):
        if self.live() is None:
            self.expiry = self.env.now + TTL_S
        self.stored = value
        return
        yield


def choose(rng, stored):
    if stored is None:
        return rng.randrange(N)
    for d in range(N):  # Stays where the map was handed out by reference.
        stored.setdefault(d, [PLACEHOLDER])
    averages = [sum(latency for latency, _ in stored[d]) / len(stored[d]) for d in range(N)]
    bar = min(averages) * (1 + BUFFER)
    return rng.choice([d for d, average in enumerate(averages) if average <= bar])


def request(env, rng, store, counts, number):
    stored, _ = yield from store.read()
    d = choose(rng, stored)
    counts.requests[d] += 1
    latency = rng.lognormvariate(*LAWS[d])
    yield env.timeout(latency)
    value, version = yield from store.read()
    if value is None:
        value = {}
    ones = value.get(d, [])
    known = [o for _, o in ones]
    value[d] = ones[: LIST_SIZE - 1] + [(latency, number)]
    yield from store.write(value, known, version, d, counts)
    counts.recorded += 1


def idiomatic(asked, rng):
    env = simpy.Environment()
    store = (Remote if asked["store"] == "remote" else InProcess)(env, rng)
    counts = Counts()

    def source():
        number = 0
        while True:
            yield env.timeout(rng.expovariate(RATE_HZ))
            env.process(request(env, rng, store, counts, number))
            number += 1

    env.process(source())
    env.run(until=asked["duration_s"])
    return counts


# Lean

EMPTY = (0.0, (), ())
UNKNOWN = (0.0, (0.0,), (None,))


def lean(asked, rng):
    """A version of the map is a list of (average, latencies, requests) by deployment."""
    env = simpy.Environment()
    timeout, uniform, lognormal = env.timeout, rng.random, rng.lognormvariate
    remote = asked["store"] == "remote"
    counts = Counts()
    requests = counts.requests
    stored, expiry, has_placeholders = None, 0.0, False

    def live():
        nonlocal stored
        if stored is not None and env.now > expiry:
            stored = None
        return stored

    def request(number):
        nonlocal stored, expiry, has_placeholders
        if remote:
            half = 0.0005 * (0.9 + 0.2 * uniform())
            yield timeout(half)
            known = live()
            yield timeout(half)
        else:
            known = live()
            if known is not None and not has_placeholders:
                known[:] = [UNKNOWN if row is EMPTY else row for row in known]
                has_placeholders = True
        if known is None:
            d = int(uniform() * N)
        else:
            bar = min(known)[0] * (1 + BUFFER)
            candidates = [d for d in range(N) if known[d][0] <= bar]
            d = candidates[int(uniform() * len(candidates))]
        requests[d] += 1
        latency = lognormal(*LAWS[d])
        yield timeout(latency)
        if remote:
            half = 0.0005 * (0.9 + 0.2 * uniform())
            yield timeout(half)
            base = live()
            yield timeout(half)
            half = 0.0005 * (0.9 + 0.2 * uniform())
            yield timeout(half)
        else:
            base = live()
        after = [EMPTY] * N if base is None else base[:]
        _, latencies, numbers = after[d]
        latencies = latencies[: LIST_SIZE - 1] + (latency,)
        after[d] = (sum(latencies) / len(latencies), latencies, numbers[: LIST_SIZE - 1] + (number,))
        before = live()
        if before is not None and before is not base:
            ids = lambda rows: [(e, row[2]) for e, row in enumerate(rows)]
            counts.overwritten(ids(before), set(numbers), ids(after), d)
        if remote or before is None:
            expiry = env.now + TTL_S
        has_placeholders = has_placeholders and before is not None
        stored = after
        if remote:
            yield timeout(half)
        counts.recorded += 1

    def source():
        number = 0
        while True:
            yield timeout(rng.expovariate(RATE_HZ))
            env.process(request(number))
            number += 1

    env.process(source())
    env.run(until=asked["duration_s"])
    return counts


style = lean if sys.argv[1] == "lean" else idiomatic


def replication(asked, number):
    return style(asked, random.Random(asked["seed"] * 1000003 + number)).told()


take_turns(replication)
