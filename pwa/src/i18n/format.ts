/** Dates, times and lengths in each language's own manner. */
import type { Language } from './index.svelte';

type Moment = Date | string;

function parts(at: Moment, language: Language, options: Intl.DateTimeFormatOptions): Record<string, string> {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', options);
  return Object.fromEntries(format.formatToParts(new Date(at)).map((part) => [part.type, part.value]));
}

/** "Fri 27 Nov" · "11月27日 周五" */
export function day(at: Moment, language: Language): string {
  const p = parts(at, language, { weekday: 'short', day: 'numeric', month: language === 'en' ? 'short' : 'numeric' });
  return language === 'en' ? `${p['weekday']} ${p['day']} ${p['month']}` : `${p['month']}月${p['day']}日 ${p['weekday']}`;
}

/** "4 Dec" · "12月4日" */
export function dayShort(at: Moment, language: Language): string {
  const p = parts(at, language, { day: 'numeric', month: language === 'en' ? 'short' : 'numeric' });
  return language === 'en' ? `${p['day']} ${p['month']}` : `${p['month']}月${p['day']}日`;
}

/** From one day to another, as short as it is clear: "2–8 Dec", "28 Nov – 3 Dec" · "12月2–8日", "11月28日–12月3日" */
export function daysShort(from: Moment, to: Moment, language: Language): string {
  const [begin, end] = [dayShort(from, language), dayShort(to, language)];
  const [first, last] = [from, to].map((at) => parts(at, 'zh-CN', { day: 'numeric', month: 'numeric' }));
  if (begin === end) return begin;
  if (first?.['month'] !== last?.['month']) return language === 'en' ? `${begin} – ${end}` : `${begin}–${end}`;
  return language === 'en' ? `${first?.['day']}–${end}` : `${first?.['month']}月${first?.['day']}–${last?.['day']}日`;
}

/** "2 December" · "12月2日" */
export function dayLong(at: Moment, language: Language): string {
  const p = parts(at, language, { day: 'numeric', month: language === 'en' ? 'long' : 'numeric' });
  return language === 'en' ? `${p['day']} ${p['month']}` : `${p['month']}月${p['day']}日`;
}

/** "14:05" in both languages. */
export function clock(at: Moment, language: Language): string {
  const p = parts(at, language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${p['hour']}:${p['minute']}`;
}

/** Seconds as "0:42" or "12:05". Negative counts as zero. */
export function length(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** "Su Min, Wang Lei and He Li" · "苏敏、王磊和何立" */
export function list(names: readonly string[], language: Language): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
}

/** "14 MB", "0.6 MB"; never "0 MB" where there is something. */
export function megabytes(bytes: number): string {
  const mb = bytes / 1_000_000;
  return `${mb >= 10 ? Math.round(mb) : Math.max(bytes > 0 ? 0.1 : 0, Math.round(mb * 10) / 10)} MB`;
}
