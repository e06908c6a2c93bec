/** An element of the page's own HTML. */
export function find<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element as T;
}

/** Sets a text only when it changed, so that screen readers hear each once. */
export function setText(id: string, text: string): void {
  const element = find(id);
  if (element.textContent !== text) element.textContent = text;
}
