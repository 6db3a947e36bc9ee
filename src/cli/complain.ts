/** Says on stderr why a command did not do what was asked, and how to see it again. */
export function complain(message: string, replay: string): void {
  process.stderr.write(`latsim: ${message}\nreplay: ${replay}\n`);
}
