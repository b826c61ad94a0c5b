/** The person's language, and typed dictionaries in both. */

export type Language = 'zh-CN' | 'en';

/** A dictionary's shape with the English one as the measure: a missing or extra key does not compile. */
export type Messages<T> = {
  [K in keyof T]: T[K] extends (...values: infer V) => string
    ? (...values: V) => string
    : T[K] extends string
      ? string
      : Messages<T[K]>;
};

const KEY = 'greenroom.language';
let current = $state<Language>(initial());

function initial(): Language {
  const stored = read();
  if (stored) return stored;
  return /^zh/i.test(navigator.language) ? 'zh-CN' : 'en';
}

function read(): Language | null {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'zh-CN' || stored === 'en' ? stored : null;
  } catch {
    return null;
  }
}

/** The language now; reactive. */
export function language(): Language {
  return current;
}

/** Whether the person chose a language on this device, so that a server's guess must not override it. */
export function hasChosenLanguage(): boolean {
  return read() !== null;
}

/** Switches the whole surface. `isChoice` remembers it on this device; a server's hint does not. */
export function setLanguage(next: Language, isChoice = true): void {
  current = next;
  document.documentElement.lang = next;
  if (!isChoice) return;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // private mode: the choice lives as long as the page
  }
}

/** A reader of one area's dictionary: `const t = texts(en, zh)`, then `t().title`. */
export function texts<T>(en: T, zh: Messages<T>): () => Messages<T> {
  return () => (current === 'en' ? (en as Messages<T>) : zh);
}

/** The words of a `LocalText` from the server in the language now. */
export function local(text: { 'zh-CN': string; en: string }): string {
  return text[current];
}
