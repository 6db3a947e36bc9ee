import { Argument, type Command } from 'commander';
import { examples } from './arguments.js';
import { bashScript } from './completion/bash.js';
import { describedCommand, describedOption } from './completion/described.js';
import { fishScript } from './completion/fish.js';
import { zshScript } from './completion/zsh.js';
import type { Invocation } from './invocation.js';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;
type Shell = keyof typeof SCRIPTS;

export function configure(command: Command, invocation: Invocation): void {
  command.addArgument(
    new Argument('<shell>', 'which shell to complete in').choices(Object.keys(SCRIPTS)),
  );
  examples(command, [
    'eval "$(latsim completion bash)"',
    'eval "$(latsim completion zsh)"',
    'latsim completion fish > ~/.config/fish/completions/latsim.fish',
  ]).action((shell: Shell) => invocation.end(complete(command, shell, invocation)));
}

/** Prints the script of a shell, from what the commands say of themselves. */
async function complete(command: Command, shell: Shell, invocation: Invocation): Promise<number> {
  const commands = (await invocation.commands()).map(describedCommand);
  const everywhere = command.parent?.options ?? [];
  invocation.io.stdout.write(
    SCRIPTS[shell]({
      commands: [
        ...commands,
        {
          name: 'help',
          says: 'show how a command is used',
          options: [],
          operands: { words: commands.map(({ name }) => name), files: false },
          isChoice: true,
        },
      ],
      options: everywhere.filter(({ hidden }) => !hidden).map(describedOption),
    }),
  );
  return 0;
}
