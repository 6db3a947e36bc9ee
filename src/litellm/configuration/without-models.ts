import type { Located, MapEntry, Place } from '../../text/tree.js';
import { type Entries, itemsOf, present, scalarOf } from './reader.js';

/** Why there are no deployments in a file, in a sentence, and how to get at them. */
interface WithoutModels {
  readonly message: string;
  readonly remedy: string;
  /** Where that is to be seen. */
  readonly at?: Place;
}

/** @param general LiteLLM's `general_settings`, where there are any */
export function whyNoModels(roots: readonly Located[], general?: Entries): WithoutModels {
  if (general !== undefined && hasDatabase(general, false)) {
    return {
      message:
        'there are no models: model_list is missing, and deployments in a database are not seen',
      remedy:
        'give a log, which tells them (--logs), or save what the running proxy answers to GET /model/info, and import that file (with --strategy)',
    };
  }
  const at = roots.map(mountedFile).find((place) => place !== undefined);
  if (at !== undefined) {
    return {
      message: 'the configuration is in the file that is mounted here',
      remedy: 'import that file, and say with --processes how many processes run',
      at,
    };
  }
  if (roots.some(isSecret)) {
    return {
      message: 'the texts of a Secret are in base64, which is not read',
      remedy: 'decode the configuration (base64 -d), and import that',
    };
  }
  const isEmpty = roots.every(({ value }) => value.kind === 'scalar' && value.scalar === null);
  if (isEmpty) {
    return {
      message: 'there is nothing in this file',
      remedy: 'name a LiteLLM config.yaml, with a model_list',
    };
  }
  if (!roots.some(({ value }) => value.kind === 'map')) {
    return {
      message: 'this is not a proxy configuration',
      remedy: 'name a LiteLLM config.yaml, with a model_list',
    };
  }
  return {
    message: 'there are no models: model_list is missing or empty',
    remedy: 'name a LiteLLM config.yaml with models in it',
  };
}

/** Whether models may be in a database: of a proxy that lists none, in any. @param general LiteLLM's `general_settings` */
export function hasDatabase(general: Entries, listsModels: boolean): boolean {
  return isSet(general, 'store_model_in_db') || (!listsModels && isSet(general, 'database_url'));
}

function isSet(entries: Entries, name: string): boolean {
  const entry = entries.get(name);
  return present(entry) && scalarOf(entry) !== false;
}

function isSecret({ value }: Located): boolean {
  return (
    value.kind === 'map' && textIn(value.entries, 'kind') === 'Secret' && value.entries.has('data')
  );
}

/** Where a service of Docker Compose mounts its configuration. */
function mountedFile({ value }: Located): Place | undefined {
  if (value.kind !== 'map') return undefined;
  const volumes = [...mapIn(value.entries.get('services')).values()].flatMap((service) =>
    itemsOf(mapIn(service).get('volumes')?.node),
  );
  const target = ({ value: volume }: Located) =>
    volume.kind === 'map'
      ? textIn(volume.entries, 'target')
      : volume.kind === 'scalar'
        ? String(volume.scalar).split(':')[1]
        : undefined;
  return volumes.find((volume) => /\.ya?ml$/.test(target(volume) ?? ''))?.at;
}

function mapIn(entry: MapEntry | undefined): Entries {
  const value = entry?.node.value;
  return value?.kind === 'map' ? value.entries : new Map();
}

function textIn(entries: Entries, key: string): string | undefined {
  const entry = entries.get(key);
  return entry === undefined ? undefined : String(scalarOf(entry));
}
