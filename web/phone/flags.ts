/** Switches for tests and bench, from the address (`?tone=1`) or localStorage (`segue.tone`). */
export function flag(name: 'tone' | 'probe'): boolean {
  if (new URLSearchParams(window.location.search).has(name)) return true;
  try {
    return window.localStorage.getItem(`segue.${name}`) === '1';
  } catch {
    return false; // Storage can be forbidden altogether.
  }
}
