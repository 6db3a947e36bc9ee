import { isAddress, withoutUser } from './addresses.js';

/** What is assigned to a name that says that it is secret. */
const ASSIGNED =
  /([\w-]*(?:key|token|secret|passw(?:or)?d|credential)[\w-]*\s*[= ]\s*)("[^"]*"|'[^']*'|[^\s'"]+)/gi;

/** A command that somebody wrote, without what may be secret in it. */
export function shownCommand(command: string): string {
  return command
    .replace(ASSIGNED, '$1***')
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s'"]+/gi, withoutUser)
    .replace(/\bsk-[\w-]{4,}/g, 'sk-***');
}

/** The words of a command as they may be shown: addresses without users, commands in them without secrets. */
export function shownWords(words: readonly string[]): string[] {
  return words.map((word, i) => {
    if (words[i - 1] === '--litellm' || word.startsWith('--litellm=')) return shownCommand(word);
    const [, option = '', value = word] = /^(--(?:queue|redis|proxy)=)(.*)$/s.exec(word) ?? [];
    const isOfServer = option !== '' || /^--(?:queue|redis|proxy)$/.test(words[i - 1] ?? '');
    return isOfServer || isAddress(value) ? option + withoutUser(value) : word;
  });
}
