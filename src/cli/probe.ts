import { type Command, Option } from 'commander';
import { setUpDiagnosis } from '../files/diagnose-setup.js';
import { optional } from '../files/places.js';
import { probeScenario, readProbeLog } from '../files/probe-scenario.js';
import { tool } from '../files/tool.js';
import type { ConfiguredModel, ProxyConfig } from '../litellm/config.js';
import { readConfig } from '../litellm/config.js';
import { coversName } from '../litellm/fleet.js';
import { type ModelGroupPlan, planGroups } from '../litellm/groups.js';
import { providerOf } from '../litellm/names.js';
import { type Probed, type ProbeEnd, type ProbePlan, probing } from '../live/probe/probing.js';
import { askForFacts } from '../live/probe/proxy-facts.js';
import { spendLogOf } from '../live/probe/spend-log.js';
import type { ProxyAddress } from '../live/proxy/address.js';
import { KEY_VARIABLES, keyIn } from '../live/proxy/key.js';
import { reportOf } from '../report/diagnose/compose.js';
import type { DiagnoseReport } from '../report/diagnose/report.js';
import { json } from '../report/kit/json.js';
import { list } from '../report/kit/words.js';
import { markdownProbe } from '../report/probe/markdown.js';
import { type ProbeReport, probeReport } from '../report/probe/report.js';
import { textProbe } from '../report/probe/text.js';
import { PATHS, type RequestPath } from '../strategies/lowest-latency/recorded.js';
import { diagnosingAll } from '../studies/diagnose/beside-routing.js';
import { treating } from '../studies/diagnose/remedies.js';
import { probedFleet } from '../studies/probe/fleet.js';
import { withoutSecrets } from '../text/addresses.js';
import { EXIT, inputError, usageError } from '../text/failure.js';
import { count, counted } from '../text/figures.js';
import { ScenarioError, suggest } from '../text/problems.js';
import { answered } from './answered.js';
import {
  duration,
  examples,
  GROUPS,
  given,
  grouped,
  threadsOption,
  verboseOption,
  whole,
} from './arguments.js';
import { attended } from './attended.js';
import { type FormOptions, formOf, formOptions } from './form.js';
import { readConfiguration } from './import-config.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { complain, INTERRUPTED, notice } from './notices.js';
import { deliver, Output } from './output.js';
import { proxyAt } from './proxy-at.js';

const FORMATS = ['text', 'markdown', 'json'] as const;

const DEFAULT_REQUESTS = 40;
/** LiteLLM sends some of /v1/messages to an API of OpenAI's that takes no fewer. */
const DEFAULT_MAX_TOKENS = 16;
const DEFAULT_TIMEOUT_S = 10;
const HOUR_S = 3600;

interface ProbeArguments extends FormOptions {
  readonly model?: string;
  readonly requests: number;
  readonly path: RequestPath;
  readonly concurrency: number;
  readonly maxTokens: number;
  readonly timeout: number;
  readonly config?: string;
  readonly log?: string;
  readonly yesSpend?: true;
  readonly threads?: number;
  readonly verbose?: true;
  readonly color?: boolean;
}

export function configure(command: Command, invocation: Invocation): void {
  command
    .argument('<url>', `address of the proxy; its key is taken from ${list(KEY_VARIABLES, 'or')}`)
    .option('--model <name>', 'the model to ask for, as clients do')
    .addOption(
      new Option('--requests <n>', 'send so many')
        .argParser(whole(1, 10_000))
        .default(DEFAULT_REQUESTS),
    )
    .addOption(new Option('--path <path>', 'where they come in').choices(PATHS).default('chat'))
    .option('--config <file>', "the proxy's config.yaml, where it does not say its deployments")
    .option('--log <file>', 'keep the requests here, as a spend log that import and diagnose read')
    .option('--yes-spend', 'send them to a proxy that is not on this machine');
  verboseOption(formOptions(threadsOption(command), FORMATS));
  grouped(command, GROUPS.advanced, [
    new Option('--concurrency <c>', 'send so many at a time').argParser(whole(1, 100)).default(1),
    new Option('--max-tokens <n>', 'ask for at most so many')
      .argParser(whole(1, 1000))
      .default(DEFAULT_MAX_TOKENS),
    new Option('--timeout <duration>', `what one may take (default: ${DEFAULT_TIMEOUT_S}s)`)
      .argParser(duration('30s', HOUR_S))
      .default(DEFAULT_TIMEOUT_S, `${DEFAULT_TIMEOUT_S}s`),
  ]);
  examples(command, [
    'latsim probe http://127.0.0.1:4000 --model assistant --requests 40',
    'latsim probe http://127.0.0.1:4000 --model assistant --log probe.jsonl',
  ]).action((url: string) =>
    invocation.end(probe(invocation, url, given<ProbeArguments>(command))),
  );
}

/** What is known of the proxy beside its answers. */
interface KnownProxy {
  readonly config: ProxyConfig | null;
  /** The model group as it is configured. */
  readonly plan: ModelGroupPlan | null;
  /** Whether the strategy is known. */
  readonly isRouted: boolean;
  /** The models of deployments by their ids, as the proxy says them. */
  readonly models: ReadonlyMap<string, string>;
}

/** Sends requests to a proxy, and says what the split of them tells. */
async function probe(
  invocation: Invocation,
  url: string,
  options: ProbeArguments,
): Promise<number> {
  const { io } = invocation;
  const form = formOf(options, FORMATS);
  const address = proxyAt(io, url);
  const { model, log, config } = options;
  if (model === undefined || model === '') {
    throw usageError('which model is to be asked for was not said', 'add --model NAME');
  }
  const key = keyIn(io.env);
  requireConsent(address, model, options);
  const read = optional('the configuration', config);
  const output = new Output(io, options.output, [...read, ...optional('--log', log)]);
  const kept = log === undefined ? null : new Output(io, log, read);
  try {
    const plan: ProbePlan = {
      ...options,
      model,
      key,
      base: address.base,
      timeout_s: options.timeout,
    };
    const { known, probed } = await attended(io, async ({ signal, progress }) => ({
      known: await surroundingsOf(io, plan, config, signal),
      probed: await probing(plan, signal, (finished) =>
        progress.update(
          finished / plan.requests,
          `${count(finished)} of ${count(plan.requests)} requests`,
        ),
      ),
    }));
    const answers = probed.answers.map((one) => ({
      ...one,
      model: one.model ?? known.models.get(one.deployment ?? '') ?? null,
    }));
    const rows = spendLogOf(plan, { ...probed, answers });
    const served = answers.filter(({ cached }) => !cached);
    const fleet = probedFleet(served, known.plan);
    const diagnosis =
      probed.end !== null || served.length === 0 || !fleet.isWhole
        ? null
        : await diagnosed(io, known, probed, rows, options);
    const report = probeReport({
      tool: tool(),
      proxy: address.base,
      path: plan.path,
      model,
      version: probed.version,
      strategy: known.isRouted ? (known.plan?.model.router.strategy ?? null) : null,
      concurrency: plan.concurrency,
      asked: plan.requests,
      failed: failedIn(probed),
      cached: answers.length - served.length,
      again: answers.filter(({ again }) => again).length,
      partial: partialText(probed, plan),
      fleet,
      providers: providersIn(known),
      diagnosis,
      files: { config: config ?? null, log: log ?? null },
    });
    if (report === null) throw nothing(probed, plan);
    kept?.write(rows);
    output.write(written(form, report, output, options));
    await deliver(io, [...output.outcomes, ...(kept?.outcomes ?? [])]);
    if (probed.end?.kind === 'interrupted' || diagnosis?.partial) {
      notice(io.stderr, INTERRUPTED);
      return EXIT.interrupted;
    }
    if (probed.end === null) return EXIT.done;
    complain(invocation, whyEnded(probed.end, plan).message, options.color);
    return EXIT.usage;
  } finally {
    output.discard();
    kept?.discard();
  }
}

function written(
  form: (typeof FORMATS)[number],
  report: ProbeReport,
  output: Output,
  options: ProbeArguments,
): string {
  if (form === 'json') return json(report);
  if (form === 'markdown') return markdownProbe(report);
  return textProbe(report, { verbose: options.verbose === true }, output.style(options.color));
}

/** @throws CommandError for a proxy that is not on this machine, where nobody has said that it may cost something */
function requireConsent(
  { base, isLoopback }: ProxyAddress,
  model: string,
  { requests, path, maxTokens, yesSpend }: ProbeArguments,
): void {
  if (isLoopback || yesSpend === true) return;
  throw usageError(
    `${base} is not on this machine: this would send ${counted(requests, 'request')} of up to ${maxTokens} tokens each for ${model} on ${path}, which are paid for`,
    'if that is meant, add --yes-spend',
  );
}

/** What the configuration says of the proxy, or else the proxy itself. */
async function surroundingsOf(
  io: Io,
  { base, model, key }: ProbePlan,
  file: string | undefined,
  signal: AbortSignal,
): Promise<KnownProxy> {
  const given = file === undefined ? null : await readConfiguration(io, file, { groupBy: 'model' });
  const stated = given && { config: given.config, plan: requireModel(given.config, model) };
  const { configuration, hasRouter } = await askForFacts(base, { key, signal });
  const own = configuration === null ? null : readable(configuration);
  const plan = own && planFor(own, model);
  const models = new Map(plan?.model.deployments.map((one) => [one.id ?? '', one.model]));
  return stated === null
    ? { config: own, plan, isRouted: hasRouter && plan !== null, models }
    : { ...stated, isRouted: true, models };
}

/** What a proxy says of itself need not be what latsim reads: then its answers have to do. */
function readable(configuration: string): ProxyConfig | null {
  try {
    return readConfig('the proxy', configuration, { groupBy: 'model' });
  } catch (error) {
    if (error instanceof ScenarioError) return null;
    throw error;
  }
}

function planFor({ models, aliases }: ProxyConfig, name: string): ModelGroupPlan | null {
  const wanted = aliases.get(name) ?? name;
  const found: ConfiguredModel | undefined =
    models.find((one) => one.name === wanted) ?? models.find((one) => coversName(one.name, wanted));
  return found === undefined ? null : planGroups(found, 'model');
}

function requireModel(config: ProxyConfig, name: string): ModelGroupPlan {
  const plan = planFor(config, name);
  if (plan !== null) return plan;
  const names = config.models.map(({ shown }) => shown);
  throw usageError(`there is no model_name '${withoutSecrets(name)}'`, suggest(name, names));
}

function providersIn({ plan }: KnownProxy) {
  const all = plan?.model.deployments.map(providerOf) ?? [];
  return [...new Set(all)].filter((one) => one !== undefined);
}

/**
 * What diagnose makes of it, on a scenario of the probe's own load and latencies; null where the fleet or the
 * strategy is not known, or there is nothing to choose.
 */
async function diagnosed(
  io: Io,
  { config, plan, isRouted }: KnownProxy,
  { version }: Probed,
  rows: string,
  { threads }: ProbeArguments,
): Promise<DiagnoseReport | null> {
  if (config === null || plan === null || !isRouted || plan.model.deployments.length < 2)
    return null;
  const source = await probeScenario(config, plan, rows, version);
  if (source === null) return null;
  const setup = await setUpDiagnosis(
    io.cwd,
    source,
    { logs: ['the probe'], unplaced: 1 },
    (_, onRow) => readProbeLog(rows, onRow),
    () => Promise.resolve(''),
  );
  if (setup === null) return null;
  const { subject, observed, luck, evidence } = setup;
  const study = treating(diagnosingAll(subject, observed.counts, luck, evidence), subject, luck);
  const result = await answered(io, study, { ...(threads !== undefined && { threads }) });
  return reportOf({ tool: tool(), ...setup, result });
}

function failedIn({ failures }: Probed): ProbeReport['failed'] {
  const counts = new Map<string, number>();
  for (const { reason } of failures) {
    const name = reasonText(reason);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => ({ reason, count }));
}

function reasonText(reason: Probed['failures'][number]['reason']): string {
  if (reason === 'timeout') return 'timed out';
  return reason === 'no-connection' ? 'without a connection' : `answered with ${reason}`;
}

function partialText({ end, answers, failures }: Probed, plan: ProbePlan): string | null {
  if (end === null) return null;
  const sent = answers.length + failures.length;
  const why =
    end.kind === 'interrupted' ? 'Interrupted' : `Ended early, as ${whyEnded(end, plan).message}`;
  return `${why}: only ${count(sent)} of ${counted(plan.requests, 'request')} are in this.`;
}

/** Why there is nothing to report. */
function nothing({ end, answers }: Probed, plan: ProbePlan): Error {
  if (end?.kind === 'interrupted')
    return inputError('interrupted before the first answer', 'run it again');
  if (end !== null) {
    const { message, remedy } = whyEnded(end, plan);
    return inputError(message, remedy);
  }
  const isCached = answers.length > 0 && answers.every(({ cached }) => cached);
  return isCached
    ? inputError(
        'all answers came from a cache, and nobody was chosen',
        'turn the cache off for a while',
      )
    : inputError('no deployment of this model answered', 'look at the log of the proxy');
}

function whyEnded(end: ProbeEnd, { base, model, key, timeout_s }: ProbePlan) {
  const whose = 'is this a LiteLLM proxy?';
  switch (end.kind) {
    case 'interrupted':
      return { message: 'it was interrupted', remedy: '' };
    case 'no-connection':
      return {
        message: `there is no connection to ${base}${end.code === null ? '' : ` (${end.code})`}`,
        remedy: 'start the proxy, or say where it is',
      };
    case 'refused': {
      if (end.isKey) {
        return {
          message: `${base} answers with ${end.status}: it does not take ${key === null ? 'requests without a key' : 'the key'}`,
          remedy: `set ${KEY_VARIABLES[0]} to a key that may use the model`,
        };
      }
      return {
        message: `${base} answers with ${end.status}`,
        remedy: end.isLiteLLM
          ? `does it serve the model '${withoutSecrets(model)}'? ${base}/v1/models lists those that the key may use`
          : `${whose} Otherwise look at the model and the key (${KEY_VARIABLES[0]})`,
      };
    }
    case 'failing':
      return end.reason === 'timeout'
        ? {
            message: `${base} does not answer within ${timeout_s} s`,
            remedy: 'allow more for a slow model: --timeout 60s',
          }
        : {
            message: `requests to ${base} fail, one after another (${reasonText(end.reason)})`,
            remedy: 'look at the log of the proxy; limits may be used up',
          };
    case 'says-nothing':
      return {
        message: `${base} answers, and does not say which deployment did`,
        remedy: end.isLiteLLM
          ? 'its headers (x-litellm-model-id) have to come through: ask the proxy itself'
          : whose,
      };
  }
}
