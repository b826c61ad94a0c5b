/** What each key does on the live screen. Single letters act outside of fields alone, and can be turned off (WCAG 2.1.4). */

export type KeyAction = 'main' | 'think' | 'repeat' | 'more_time' | 'skip' | 'pause' | 'help' | 'options' | 'captions' | 'keys';

export const KEYS: Readonly<Record<KeyAction, string>> = {
  main: 'Ctrl Enter',
  think: 'T',
  repeat: 'R',
  more_time: 'M',
  skip: 'S',
  pause: 'B',
  help: 'H',
  options: 'O',
  captions: 'C',
  keys: '?',
};

const BY_LETTER = new Map<string, KeyAction>(
  (Object.entries(KEYS) as [KeyAction, string][])
    .filter(([, key]) => key.length === 1)
    .map(([action, key]) => [key.toLowerCase(), action]),
);

export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  repeat: boolean;
}

/** What the press asks for, if anything. `isTyping`: the focus is where letters are letters. */
export function actionOf(press: Press, isTyping: boolean, areLettersOn: boolean): KeyAction | null {
  if (press.isComposing || press.repeat || press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return press.key === 'Enter' ? 'main' : null;
  return isTyping || !areLettersOn ? null : (BY_LETTER.get(press.key.toLowerCase()) ?? null);
}

/** Whether letters pressed here belong to the element. Looks through shadow roots: the code editor lives in one. */
export function isTypingIn(element: Element | null): boolean {
  let inner = element;
  while (inner?.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement;
  if (!(inner instanceof HTMLElement)) return false;
  return inner.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(inner.tagName) && !/^(radio|checkbox|button)$/.test((inner as HTMLInputElement).type);
}
