/** While a wire is in the hand: the ports that fit are lit, the rest dims. Straight into the page, so that nothing is drawn anew. */
export function lightPorts(root: HTMLElement | null, side: 'source' | 'target', fits: ReadonlySet<string>): void {
  if (root === null) return;
  const nodes = new Set([...fits].map((port) => port.slice(0, port.search(/[./]/))));
  root.dataset.plugging = side;
  for (const el of root.querySelectorAll<HTMLElement>('.react-flow__handle')) {
    const { nodeid, handleid } = el.dataset;
    el.toggleAttribute('data-fits', el.classList.contains(side) && fits.has(`${nodeid}.${handleid}`));
  }
  for (const el of root.querySelectorAll<HTMLElement>('.react-flow__node')) el.toggleAttribute('data-fits', nodes.has(el.dataset.id ?? ''));
}

export function dimPorts(root: HTMLElement | null): void {
  if (root === null) return;
  delete root.dataset.plugging;
  for (const el of root.querySelectorAll('[data-fits]')) el.removeAttribute('data-fits');
}
