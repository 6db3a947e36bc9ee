/** Adds a button to each command that copies it. */
export function mountCopy(page: Document): void {
  for (const block of page.querySelectorAll<HTMLElement>('pre.command')) {
    const button = page.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.addEventListener('click', () => copy(page, block, button));
    const row = page.createElement('div');
    row.className = 'command-row';
    block.replaceWith(row);
    row.append(block, button);
  }
}

/** Where the browser lets no page copy, the command is selected instead. */
async function copy(page: Document, block: HTMLElement, button: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(block.textContent ?? '');
    button.textContent = 'Copied';
  } catch {
    page.getSelection()?.selectAllChildren(block);
    button.textContent = 'Selected';
  }
}
