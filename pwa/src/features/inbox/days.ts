/** "Today", "Yesterday", else the day. */
import { day } from '../../i18n/format';
import type { Language } from '../../i18n/index.svelte';

export function dayName(at: string, now: Date, language: Language, names: { today: string; yesterday: string }): string {
  const then = new Date(at);
  const before = new Date(now);
  before.setDate(now.getDate() - 1);
  if (then.toDateString() === now.toDateString()) return names.today;
  if (then.toDateString() === before.toDateString()) return names.yesterday;
  return day(at, language);
}
