import type { RouterPart } from '../effects/fault.js';
import { type PartChoice, shownName } from '../loggers/choice.js';
import { usageError } from '../text/failure.js';

/**
 * What it takes to choose a part of the router: its name or path, or an object, which stays in its thread.
 * @throws CommandError for an object that would have to cross threads
 */
export function choiceOf<Given extends { readonly name?: string | undefined }, Own>(
  part: RouterPart,
  given: string | Given,
  threads: number | undefined,
  inFull: (given: Given) => Own,
): string | PartChoice<Own> {
  if (typeof given === 'string') return given;
  const { name = '' } = given;
  if (threads !== undefined && threads > 1) {
    throw usageError(
      `${part} '${name}' is an object, which cannot go to other threads`,
      'give the path of its file, or leave threads out',
    );
  }
  return { kind: 'given', name, own: inFull(given) };
}

/**
 * The same of several; of one object, always the same choice.
 * @throws CommandError where two have the same name
 */
export function allChoices<Given, Choice extends string | PartChoice<unknown>>(
  part: RouterPart,
  given: readonly Given[],
  choose: (one: Given) => Choice,
): Choice[] {
  const choices = new Map(given.map((one) => [one, choose(one)]));
  const names = [...choices.values()].map((one) =>
    typeof one === 'string' ? one : shownName(one),
  );
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    const several = part === 'logger' ? 'loggers' : 'strategies';
    throw usageError(`two ${several} are named '${twice}'`, 'give each a name of its own');
  }
  return [...choices.values()];
}
