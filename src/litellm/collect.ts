import { bareAddress } from '../text/addresses.js';
import type { Deployment } from './config.js';
import { Floats } from './floats.js';
import type { DeploymentClass, ModelGroupPlan } from './groups.js';
import type { LoggedDeployment } from './logged-deployment.js';
import { isEnvironment, withoutProvider } from './names.js';
import { askedFor, type LoggedCall, type SpendRow } from './spend-row.js';

/** What a log says of one class of deployments. */
export class ClassLog {
  readonly latency_s = new Floats();
  /** Of streamed answers. */
  readonly firstToken_s = new Floats();
  /** Of answers on /chat/completions and /v1/messages. */
  readonly tokens = new Floats();
  /** Successes, by what was called. */
  readonly calls = noCalls();

  add(row: SpendRow): void {
    this.calls[row.call] += 1;
    this.latency_s.push((row.end_us - row.start_us) / 1e6);
    if (row.firstToken_us !== null) {
      this.firstToken_s.push((row.firstToken_us - row.start_us) / 1e6);
    }
    if (row.call !== 'other' && row.completionTokens !== null)
      this.tokens.push(row.completionTokens);
  }

  addAll({ latency_s, firstToken_s, tokens, calls }: ClassLog): void {
    this.latency_s.pushAll(latency_s);
    this.firstToken_s.pushAll(firstToken_s);
    this.tokens.pushAll(tokens);
    for (const call of Object.keys(calls) as LoggedCall[]) this.calls[call] += calls[call];
  }
}

function noCalls(): Record<LoggedCall, number> {
  return { chat: 0, messages: 0, other: 0 };
}

/** What a log says of one deployment. */
export interface DeploymentLog extends LoggedDeployment {
  readonly log: ClassLog;
  /** The first and the last start, in microseconds since 1970. */
  first_us: number;
  last_us: number;
}

/** Deployments that are told apart: a log may have a new id in each row. */
const MOST_DEPLOYMENTS = 2000;

/** What a log says of one model group. */
export class ModelGroupLog {
  /** When requests came, in microseconds since 1970. */
  readonly arrivals_us = new Floats();
  /** When their answers ended, in the same order. */
  readonly ends_us = new Floats();
  /** Successes, by what was called. */
  readonly calls = noCalls();
  readonly inputTokens = new Floats();
  readonly timeouts_s = new Floats();
  successes = 0;
  streamed = 0;
  /** Failures other than timeouts. */
  failures = 0;
  /** Of each class of the plan that they were placed by. */
  classes: readonly ClassLog[] = [];
  /** Successes that fit no class, or several. */
  unplaced = 0;
  /** A few models that no deployment has. */
  readonly unknownModels = new Set<string>();
  private readonly byDeployment = new Map<string, DeploymentLog>();

  /** Deployments with answers, in the order of their first. */
  get deployments(): readonly DeploymentLog[] {
    return [...this.byDeployment.values()];
  }

  add(row: SpendRow): void {
    if (row.outcome === 'failure') {
      this.failures += 1;
      return;
    }
    this.arrivals_us.push(row.start_us);
    this.ends_us.push(row.end_us);
    if (row.outcome === 'timeout') {
      this.timeouts_s.push((row.end_us - row.start_us) / 1e6);
      return;
    }
    this.successes += 1;
    this.calls[row.call] += 1;
    if (row.firstToken_us !== null) this.streamed += 1;
    if (row.call !== 'other' && row.totalTokens !== null) {
      this.inputTokens.push(Math.max(0, row.totalTokens - (row.completionTokens ?? 0)));
    }
    const deployment = this.deploymentOf(row);
    deployment.log.add(row);
    deployment.first_us = Math.min(deployment.first_us, row.start_us);
    deployment.last_us = Math.max(deployment.last_us, row.start_us);
  }

  /** Gives its answers to the classes of a plan. */
  place(classes: readonly DeploymentClass[]): void {
    const places = new Places(classes);
    const logs = classes.map(() => new ClassLog());
    this.unplaced = 0;
    for (const { log, ...deployment } of this.byDeployment.values()) {
      const at = places.of(deployment);
      if (at !== undefined) {
        logs[at]?.addAll(log);
        continue;
      }
      this.unplaced += log.latency_s.length;
      const { model } = deployment;
      if (this.unknownModels.size === SHOWN_UNKNOWN || !NAME.test(model)) continue;
      if (!places.haveModel(model)) this.unknownModels.add(model);
    }
    this.classes = logs;
  }

  private deploymentOf({ modelId, apiBase, model }: LoggedDeployment): DeploymentLog {
    const key = `${modelId}\n${apiBase}\n${model}`;
    const known = this.byDeployment.get(key);
    if (known !== undefined) return known;
    if (this.byDeployment.size >= MOST_DEPLOYMENTS && modelId !== '') {
      return this.deploymentOf({ modelId: '', apiBase, model });
    }
    if (this.byDeployment.size >= 2 * MOST_DEPLOYMENTS && (apiBase !== '' || model !== '')) {
      return this.deploymentOf({ modelId: '', apiBase: '', model: '' });
    }
    const [first_us, last_us] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const made = { modelId, apiBase, model, log: new ClassLog(), first_us, last_us };
    this.byDeployment.set(key, made);
    return made;
  }
}

/** What the names of a log mean. */
export interface CollectOptions {
  /** Names of model groups, by other names that they are asked for by. */
  readonly aliases?: ReadonlyMap<string, string> | undefined;
  /** Whether a model group that no plan has is one of the proxy's. */
  readonly isUnlisted?: ((modelGroup: string) => boolean) | undefined;
}

/** Model groups that only the log has are collected up to this number. */
const MOST_UNLISTED = 100;

/** Sorts the requests of a log to model groups, and keeps what is fitted. */
export class Collector {
  /** Of each plan. */
  readonly logs: readonly ModelGroupLog[];
  /** Of model groups that no plan has, by their names. */
  readonly unlisted = new Map<string, ModelGroupLog>();
  /** Requests of model groups that are not collected. */
  elsewhere = 0;
  private readonly places: readonly Places[];
  private readonly positions: ReadonlyMap<string, number>;

  constructor(
    plans: readonly ModelGroupPlan[],
    private readonly options: CollectOptions = {},
  ) {
    this.logs = plans.map(() => new ModelGroupLog());
    this.places = plans.map(({ classes }) => new Places(classes));
    this.positions = new Map(plans.map(({ model }, i) => [model.name, i]));
  }

  add(row: SpendRow): void {
    const log = this.logOf(row);
    if (log === undefined) this.elsewhere += 1;
    else log.add(row);
  }

  /** By its model group; where the log names none, the only one that has such a deployment. */
  private logOf(row: SpendRow): ModelGroupLog | undefined {
    const asked = askedFor(row);
    const name = this.options.aliases?.get(asked) ?? asked;
    const known = this.logs[this.positions.get(name) ?? -1];
    if (known !== undefined) return known;
    if (name !== '' && this.options.isUnlisted?.(name) === true) return this.unlistedOf(name);
    if (row.modelGroup !== '') return undefined;
    const fitting = this.places.flatMap((places, i) => (places.of(row) === undefined ? [] : [i]));
    return fitting.length === 1 ? this.logs[fitting[0] as number] : undefined;
  }

  private unlistedOf(name: string): ModelGroupLog | undefined {
    const known = this.unlisted.get(name);
    if (known !== undefined || this.unlisted.size >= MOST_UNLISTED) return known;
    const made = new ModelGroupLog();
    this.unlisted.set(name, made);
    return made;
  }
}

const SHOWN_UNKNOWN = 3;
/** What a model may be called, and a key or a prompt may not. */
const NAME = /^(?!sk-)(?:[\w-]+\/)?[a-zA-Z][\w.-]{0,39}$/;
/** Places that are kept: a log may have a new id in each row. */
const MOST_KNOWN = 10_000;

/** Finds the class of a deployment of a log: by its id, else by address and model. */
export class Places {
  private readonly known = new Map<string, number | undefined>();

  constructor(private readonly classes: readonly DeploymentClass[]) {}

  of(deployment: LoggedDeployment): number | undefined {
    const key = `${deployment.modelId}\n${deployment.apiBase}\n${deployment.model}`;
    if (this.known.has(key)) return this.known.get(key);
    const found = this.find(deployment);
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(key, found);
    return found;
  }

  haveModel(model: string): boolean {
    return this.having([...this.classes.keys()], (one) => sameModel(one.model, model)).length > 0;
  }

  private find(logged: LoggedDeployment): number | undefined {
    const own = this.classes.findIndex((one) => one.logged?.some((each) => isSame(each, logged)));
    if (own >= 0) return own;
    const everywhere = [...this.classes.keys()].filter(
      (i) => this.classes[i]?.logged === undefined,
    );
    if (logged.modelId !== '') {
      const byId = this.having(everywhere, ({ id }) => id === logged.modelId);
      if (byId.length === 1) return byId[0];
    }
    const byModel = this.having(everywhere, ({ model }) => sameModel(model, logged.model));
    // A model that is taken from the environment may be any that no other deployment has.
    const unknown = this.having(everywhere, ({ model }) => isEnvironment(model));
    const candidates = logged.model === '' ? everywhere : byModel.length > 0 ? byModel : unknown;
    const byAddress = this.having(candidates, ({ apiBase }) => covers(apiBase, logged.apiBase));
    const left = byAddress.length > 0 ? byAddress : candidates;
    return left.length === 1 ? left[0] : undefined;
  }

  private having(classes: readonly number[], fits: (deployment: Deployment) => boolean): number[] {
    return classes.filter((i) => this.classes[i]?.deployments.some(fits));
  }
}

function isSame(one: LoggedDeployment, other: LoggedDeployment): boolean {
  return (
    one.modelId === other.modelId && one.apiBase === other.apiBase && one.model === other.model
  );
}

function sameModel(configured: string, logged: string): boolean {
  return configured === logged || withoutProvider(configured) === withoutProvider(logged);
}

/** LiteLLM logs the address that was called, which may go on after the configured one. */
export function covers(configured: string | undefined, logged: string): boolean {
  if (configured === undefined || logged === '') return false;
  const [base, called] = [bareAddress(configured), bareAddress(logged)];
  return called === base || called.startsWith(`${base}/`);
}
