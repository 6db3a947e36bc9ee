import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Experiment } from '../../model/experiment.js';
import { samplesOf } from '../../model/fleet.js';
import { inputError } from '../../text/failure.js';
import type { Request } from '../../worlds/simulate/request.js';
import { Station } from '../../worlds/simulate/station.js';
import { INTERFACES, type Interface, interfaceAt } from './answers.js';
import type { LiveArrivals } from './arrivals.js';
import type { ScaledClock } from './clock.js';

/** What marks a request in its prompt: the position of its model group, and its number. */
export function markOf(modelGroup: number, number: number): string {
  return `latsim ${modelGroup}/${number}`;
}
const MARK = /latsim (\d+)\/(\d+)/;

/** A request as the provider has seen it. */
export interface Visit {
  /** Where it went first, by position in the fleet of its model group. */
  readonly position: number;
  readonly came_ms: number;
  /** When the answer was out; undefined: it never was. */
  left_ms?: number;
}

/** A load under way, for whose requests the provider answers. */
export interface LoadUnderWay {
  readonly experiment: Experiment;
  readonly clock: ScaledClock;
  readonly arrivals: readonly LiveArrivals[];
}

/** What the provider has counted. */
export interface ProviderCounts {
  /** Requests of the load, wherever they went. */
  came: number;
  answered: number;
  inFlight: number;
  /** Callers that did not wait for the answer. */
  hungUp: number;
  /** Requests that came once more: somebody tries again. */
  again: number;
  /** Requests that are none of the load's. */
  foreign: number;
}

/** The longest request that is read: 8 MB. */
const MOST_BYTES = 8_388_608;
/** What an answer outside of the load has. */
const TOKENS = 7;

/**
 * Serves every deployment of a fleet at one port of this machine, each under its id: chats, messages and responses,
 * whole or as streams. A request takes what the simulation has it take there, by its number, on the time scale;
 * what is none of the load's is answered at once.
 */
export class FakeProvider {
  readonly counts: ProviderCounts = {
    came: 0,
    answered: 0,
    inFlight: 0,
    hungUp: 0,
    again: 0,
    foreign: 0,
  };
  /** Of each model group, the visits of its requests, by number. */
  visits: (Visit | undefined)[][] = [];
  private traffic: LoadUnderWay | undefined;
  /** Deployments with a capacity, by id, from their first request on. */
  private stations = new Map<string, Station>();
  /** What answers a request at such a deployment. */
  private readonly waiting = new Map<Request, () => void>();
  private readonly server: Server = createServer((message, answer) => {
    this.answer(message, answer).catch(() => answer.destroy());
  });
  private answers = 0;

  private constructor() {
    // A proxy that keeps a connection open is not to find it closed.
    this.server.keepAliveTimeout = 0;
    this.server.requestTimeout = 0;
  }

  /**
   * Listens on this machine alone.
   * @param port 0: any that is free
   * @throws CommandError where it is taken
   */
  static async listening(port: number): Promise<FakeProvider> {
    const provider = new FakeProvider();
    const { server } = provider;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        const reason = error.code === 'EADDRINUSE' ? 'is taken' : `cannot be had: ${error.code}`;
        const remedy = 'end what listens there, or name another with --provider-port';
        reject(inputError(`port ${port}, of the provider, ${reason}`, remedy));
      });
      server.listen(port, '127.0.0.1', resolve);
    });
    return provider;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Answers for a load from now on. */
  serve(traffic: LoadUnderWay): void {
    this.traffic = traffic;
    this.visits = traffic.arrivals.map(() => []);
    this.stations = new Map();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(message: IncomingMessage, answer: ServerResponse): Promise<void> {
    const came_ms = performance.now();
    const at = interfaceAt(decodeURIComponent((message.url ?? '').replace(/\?.*$/s, '')));
    const body = await bodyOf(message);
    if (message.method !== 'POST' || at === undefined || body === undefined) {
      answer.writeHead(404, JSON_TYPE).end('{"error":{"message":"no such address"}}');
      return;
    }
    const { model, stream } = JSON.parse(body) as { model?: unknown; stream?: unknown };
    const id = String(this.answers++);
    const reply = new ProviderReply(answer, at.name, { id, model: String(model) }, stream === true);
    const found = this.find(at.base, body);
    if (found === undefined) {
      this.counts.foreign++;
      reply.end(TOKENS, 0);
      return;
    }
    const { counts } = this;
    const visits = this.visits[found.modelGroup]!;
    if (visits[found.request.number] === undefined) {
      visits[found.request.number] = { position: found.position, came_ms };
    } else counts.again++;
    counts.came++;
    counts.inFlight++;
    answer.once('close', () => {
      counts.inFlight--;
      if (answer.writableFinished) counts.answered++;
      else counts.hungUp++;
    });
    this.work(found, reply, came_ms);
  }

  /** The request that a call is, and where it went. @param base the id of a deployment */
  private find(base: string, body: string): FoundRequest | undefined {
    const [, m, n] = MARK.exec(body) ?? [];
    const { traffic } = this;
    const arrivals = traffic?.arrivals[Number(m)];
    const request = arrivals?.requests[Number(n)];
    const position = arrivals?.fleet.index.ids.indexOf(base) ?? -1;
    if (traffic === undefined || request === undefined || position < 0) return undefined;
    return { traffic, modelGroup: Number(m), request, position, deployment: base };
  }

  private work(
    { traffic, modelGroup, request, position, deployment }: FoundRequest,
    reply: ProviderReply,
    came_ms: number,
  ): void {
    const { clock, experiment, arrivals } = traffic;
    const group = arrivals[modelGroup]!.fleet.groupAt(position);
    request.position = position;
    // One that times out is not answered: the caller ends it.
    if (request.ending.outcome === 'timeout') return;
    const work_s = request.latencyOn(group);
    const visit = this.visits[modelGroup]![request.number]!;
    const finish = () => {
      reply.end(request.tokensOn(group), samplesOf(group, experiment.samples).inputTokens);
      visit.left_ms ??= performance.now();
    };
    if (group.capacity !== undefined) {
      const station =
        this.stations.get(deployment) ?? new Station(group.capacity, clock, this.served);
      this.stations.set(deployment, station);
      this.waiting.set(request, finish);
      // Whoever is done by now leaves before another comes.
      clock.catchUp();
      request.work_s = work_s;
      station.enter(request);
      return;
    }
    const came_s = clock.now_s - ((performance.now() - came_ms) / 1000) * clock.timeScale;
    const first_s = request.firstTokenOn(group, work_s);
    if (first_s < work_s) {
      clock.at(came_s + first_s, {
        occur: () =>
          reply.begin(request.tokensOn(group), samplesOf(group, experiment.samples).inputTokens),
      });
    }
    clock.at(came_s + work_s, { occur: finish });
  }

  private readonly served = ({ job }: { readonly job: Request }): void => {
    this.waiting.get(job)?.();
    this.waiting.delete(job);
  };
}

interface FoundRequest {
  readonly traffic: LoadUnderWay;
  readonly modelGroup: number;
  readonly request: Request;
  readonly position: number;
  readonly deployment: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const STREAM_TYPE = { 'content-type': 'text/event-stream' };

/** An answer that is given in one piece, or as a stream: what has to come first, then the rest. */
class ProviderReply {
  private begun = false;

  constructor(
    private readonly answer: ServerResponse,
    private readonly name: Interface,
    private readonly head: { readonly id: string; readonly model: string },
    private readonly isStream: boolean,
  ) {}

  /** Gives the first token of a stream. */
  begin(outputTokens: number, inputTokens: number): void {
    if (!this.isStream || this.begun || this.answer.destroyed) return;
    this.begun = true;
    this.answer.writeHead(200, STREAM_TYPE);
    this.answer.write(this.parts(outputTokens, inputTokens).first);
  }

  end(outputTokens: number, inputTokens: number): void {
    const { answer } = this;
    if (answer.destroyed) return;
    if (this.isStream) {
      this.begin(outputTokens, inputTokens);
      answer.end(this.parts(outputTokens, inputTokens).rest);
      return;
    }
    const whole = INTERFACES[this.name].whole(this.content(outputTokens, inputTokens));
    answer.writeHead(200, JSON_TYPE).end(JSON.stringify(whole));
  }

  private parts(outputTokens: number, inputTokens: number): { first: string; rest: string } {
    return INTERFACES[this.name].stream(this.content(outputTokens, inputTokens));
  }

  private content(outputTokens: number, inputTokens: number) {
    const created_s = Math.floor(Date.now() / 1000);
    return { ...this.head, inputTokens, outputTokens, created_s };
  }
}

async function bodyOf(message: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of message) {
    bytes += (piece as Buffer).length;
    if (bytes > MOST_BYTES) return undefined;
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString('utf8');
}
