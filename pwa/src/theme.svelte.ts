/** Light, dark, or as the device has it. */

export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'greenroom.theme';
let current = $state<Theme>(read());

function read(): Theme {
  const set = document.documentElement.dataset['theme'];
  return set === 'light' || set === 'dark' ? set : 'auto';
}

/** The person's choice; reactive. */
export function theme(): Theme {
  return current;
}

export function setTheme(next: Theme): void {
  current = next;
  if (next === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = next;
  try {
    if (next === 'auto') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // private mode: the choice lives as long as the page
  }
}
