"""M/M/1 in SimPy 4: a source and a resource."""

import random

import simpy
from turns import take_turns

INTERARRIVAL_S, SERVICE_S = 1.25, 1.0


def replication(asked, number):
    customers = asked["customers"]
    rng = random.Random(asked["seed"] * 1000003 + number)
    env = simpy.Environment()
    server = simpy.Resource(env, capacity=1)
    total_s = 0.0

    def customer():
        nonlocal total_s
        arrival_s = env.now
        with server.request() as turn:
            yield turn
            yield env.timeout(rng.expovariate(1 / SERVICE_S))
        total_s += env.now - arrival_s

    def source():
        for _ in range(customers):
            yield env.timeout(rng.expovariate(1 / INTERARRIVAL_S))
            env.process(customer())

    env.process(source())
    env.run()
    return {"requests": customers, "mean_s": total_s / customers}


take_turns(replication)
