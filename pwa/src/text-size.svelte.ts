/** How large the words are, over the device's own setting. Every size in the app is in rem, so one figure moves all. */

export type TextSize = 'm' | 'l' | 'xl';

export const TEXT_SIZES: readonly TextSize[] = ['m', 'l', 'xl'];

const KEY = 'greenroom.text-size';
let current = $state<TextSize>(read());

function read(): TextSize {
  const set = document.documentElement.dataset['text'];
  return set === 'l' || set === 'xl' ? set : 'm';
}

/** The person's choice; reactive. */
export function textSize(): TextSize {
  return current;
}

export function setTextSize(next: TextSize): void {
  current = next;
  if (next === 'm') delete document.documentElement.dataset['text'];
  else document.documentElement.dataset['text'] = next;
  try {
    if (next === 'm') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // private mode: the choice lives as long as the page
  }
}
