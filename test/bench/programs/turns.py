"""A program that stays: for each line of JSON that asks for something, one that answers."""

import json
import sys
import time

import simpy


def take_turns(replication):
    """Carries out each replication that is asked for, by its number; says the CPU time of them."""
    for line in sys.stdin:
        asked = json.loads(line)
        before = time.process_time()
        runs = [replication(asked, number) for number in range(asked["replications"])]
        cpu_s = time.process_time() - before
        print(json.dumps({"cpu_s": cpu_s, "version": simpy.__version__, "runs": runs}), flush=True)
