import type { Logger } from '../../strategies/lowest-latency/logger.js';
import { type ProgramSettings, programOf } from '../../studies/explore/settings.js';
import { fitted } from '../../worlds/explore/explore.js';
import {
  PROGRAM_KEY,
  type Program,
  type Setting,
  settingOf,
} from '../../worlds/explore/program.js';
import type { RedisConnection } from '../redis/client.js';
import { Codec } from '../redis/codec.js';
import type { LiveKeys } from '../redis/keys.js';
import { LiveStore } from '../redis/store.js';
import { GatedProcess } from './gated.js';

/** A program that is carried out on a Redis, as each process has it. */
export class ForcedSetting {
  readonly program: Program;
  readonly setting: Setting;

  constructor(
    settings: ProgramSettings,
    logger: Logger,
    private readonly connection: RedisConnection,
  ) {
    this.program = fitted(programOf(settings, logger));
    this.setting = settingOf(this.program);
  }

  /** A process of a try. @param process its number; as many as there are: one that knows nothing yet */
  async process(process: number, keys: LiveKeys): Promise<GatedProcess> {
    const { program, setting } = this;
    const codec = new Codec({
      groups: [{ key: PROGRAM_KEY, index: setting.fleet.index }],
      profile: program.profile,
      firstMinute: 0,
    });
    const store = new LiveStore(this.connection, keys, codec);
    await store.open();
    return new GatedProcess(program, setting, process, store);
  }
}
