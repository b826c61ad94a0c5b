/** Short news at the foot of the screen, with undo where there is something to take back. */

export interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
}

const STAYS_MS = 6_000;
let shown = $state<Toast[]>([]);
let next = 1;

export function toasts(): readonly Toast[] {
  return shown;
}

/** Shows a toast for 6 s (10 s where it can be undone); newest last, three at most. */
export function toast(text: string, action?: Toast['action']): void {
  const item: Toast = action ? { id: next++, text, action } : { id: next++, text };
  shown = [...shown.slice(-2), item];
  setTimeout(() => dismiss(item.id), action ? STAYS_MS + 4_000 : STAYS_MS);
}

export function dismiss(id: number): void {
  shown = shown.filter((item) => item.id !== id);
}
