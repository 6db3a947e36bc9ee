import { bareAddress } from '../text/addresses.js';
import type { Deployment } from './config.js';
import { Floats } from './floats.js';
import type { DeploymentClass, ModelGroupPlan } from './groups.js';
import { isEnvironment, withoutProvider } from './names.js';
import type { LoggedCall, SpendRow } from './spend-row.js';

/** What a log says of one class of deployments. */
export class ClassLog {
  readonly latency_s = new Floats();
  /** Of streamed answers. */
  readonly firstToken_s = new Floats();
  /** Of answers on /chat/completions and /v1/messages. */
  readonly tokens = new Floats();
  /** Successes, by what was called. */
  readonly calls = noCalls();
}

function noCalls(): Record<LoggedCall, number> {
  return { chat: 0, messages: 0, other: 0 };
}

/** What a log says of one model group. */
export class ModelGroupLog {
  readonly classes: readonly ClassLog[];
  /** When requests came, in microseconds since 1970. */
  readonly arrivals_us = new Floats();
  /** Successes, by what was called. */
  readonly calls = noCalls();
  readonly inputTokens = new Floats();
  readonly timeouts_s = new Floats();
  successes = 0;
  streamed = 0;
  /** Failures other than timeouts. */
  failures = 0;
  /** Successes that fit no class, or several. */
  unplaced = 0;

  constructor(classes: number) {
    this.classes = Array.from({ length: classes }, () => new ClassLog());
  }
}

/** Sorts the requests of a log to the classes of a configuration, and keeps what is fitted. */
export class Collector {
  readonly logs: readonly ModelGroupLog[];
  /** Requests of model groups that are not in the configuration. */
  elsewhere = 0;
  /** A few models that no deployment of their model group has. */
  readonly unknownModels = new Set<string>();
  private readonly places: readonly Places[];
  private readonly positions: ReadonlyMap<string, number>;

  constructor(plans: readonly ModelGroupPlan[]) {
    this.logs = plans.map(({ classes }) => new ModelGroupLog(classes.length));
    this.places = plans.map(({ classes }) => new Places(classes));
    this.positions = new Map(plans.map(({ model }, i) => [model.name, i]));
  }

  /** Whether any request went to a model group of the configuration. */
  get anyOfGroups(): boolean {
    return this.logs.some(({ arrivals_us, failures }) => arrivals_us.length + failures > 0);
  }

  /** Successes in model groups of the configuration. */
  get answers(): number {
    return this.logs.reduce((sum, { successes }) => sum + successes, 0);
  }

  /** Whether any of them is known to be of a class. */
  get anyPlaced(): boolean {
    return this.logs.some(({ successes, unplaced }) => successes > unplaced);
  }

  add(row: SpendRow): void {
    const position = this.positionOf(row);
    const log = position === undefined ? undefined : this.logs[position];
    if (position === undefined || log === undefined) {
      this.elsewhere += 1;
      return;
    }
    const latency_s = (row.end_us - row.start_us) / 1e6;
    if (row.outcome === 'failure') {
      log.failures += 1;
      return;
    }
    log.arrivals_us.push(row.start_us);
    if (row.outcome === 'timeout') {
      log.timeouts_s.push(latency_s);
      return;
    }
    log.successes += 1;
    log.calls[row.call] += 1;
    if (row.firstToken_us !== null) log.streamed += 1;
    if (row.call !== 'other' && row.totalTokens !== null) {
      log.inputTokens.push(Math.max(0, row.totalTokens - (row.completionTokens ?? 0)));
    }
    const place = log.classes[this.places[position]?.of(row) ?? -1];
    if (place === undefined) {
      log.unplaced += 1;
      this.noteUnknownModel(row, position);
      return;
    }
    place.calls[row.call] += 1;
    place.latency_s.push(latency_s);
    if (row.firstToken_us !== null) {
      place.firstToken_s.push((row.firstToken_us - row.start_us) / 1e6);
    }
    if (row.call !== 'other' && row.completionTokens !== null)
      place.tokens.push(row.completionTokens);
  }

  private noteUnknownModel({ model }: SpendRow, position: number): void {
    if (this.unknownModels.size === SHOWN_UNKNOWN || !NAME.test(model)) return;
    if (this.places[position]?.haveModel(model) === false) this.unknownModels.add(model);
  }

  /** By its model group; where the log names none, the only one that has such a deployment. */
  private positionOf(row: SpendRow): number | undefined {
    if (row.modelGroup !== '') return this.positions.get(row.modelGroup);
    const fitting = this.places.flatMap((places, i) => (places.of(row) === undefined ? [] : [i]));
    return fitting.length === 1 ? fitting[0] : undefined;
  }
}

const SHOWN_UNKNOWN = 3;
/** What a model may be called, and a key or a prompt may not. */
const NAME = /^(?!sk-)(?:[\w-]+\/)?[a-zA-Z][\w.-]{0,39}$/;
/** Places that are kept: a log may have a new id in each row. */
const MOST_KNOWN = 10_000;

/** Finds the class of a row: by the deployment's id, else by address and model. */
class Places {
  private readonly known = new Map<string, number | undefined>();

  constructor(private readonly classes: readonly DeploymentClass[]) {}

  of(row: SpendRow): number | undefined {
    const key = `${row.modelId}\n${row.apiBase}\n${row.model}`;
    if (this.known.has(key)) return this.known.get(key);
    const found = this.find(row);
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(key, found);
    return found;
  }

  haveModel(model: string): boolean {
    return this.having([...this.classes.keys()], (one) => sameModel(one.model, model)).length > 0;
  }

  private find(row: SpendRow): number | undefined {
    const everywhere = [...this.classes.keys()];
    if (row.modelId !== '') {
      const byId = this.having(everywhere, ({ id }) => id === row.modelId);
      if (byId.length === 1) return byId[0];
    }
    const byModel = this.having(everywhere, ({ model }) => sameModel(model, row.model));
    // A model that is taken from the environment may be any that no other deployment has.
    const unknown = this.having(everywhere, ({ model }) => isEnvironment(model));
    const candidates = row.model === '' ? everywhere : byModel.length > 0 ? byModel : unknown;
    const byAddress = this.having(candidates, ({ apiBase }) => covers(apiBase, row.apiBase));
    const left = byAddress.length > 0 ? byAddress : candidates;
    return left.length === 1 ? left[0] : undefined;
  }

  private having(classes: readonly number[], fits: (deployment: Deployment) => boolean): number[] {
    return classes.filter((i) => this.classes[i]?.deployments.some(fits));
  }
}

function sameModel(configured: string, logged: string): boolean {
  return configured === logged || withoutProvider(configured) === withoutProvider(logged);
}

/** LiteLLM logs the address that was called, which may go on after the configured one. */
function covers(configured: string | undefined, logged: string): boolean {
  if (configured === undefined || logged === '') return false;
  const [base, called] = [bareAddress(configured), bareAddress(logged)];
  return called === base || called.startsWith(`${base}/`);
}
