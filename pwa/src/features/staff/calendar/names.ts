/** Dates by name. Dates are plain (2026-11-27) and the same everywhere, so they are formatted in UTC. */
import { type Language } from '../../../i18n/index.svelte';
import { noonOf } from '../../booking/zones';

function format(date: string, language: Language, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', { ...options, timeZone: 'UTC' }).format(noonOf(date)).replace(',', '');
}

/** "Mon" · "周一" */
export const weekdayShort = (date: string, language: Language): string => format(date, language, { weekday: 'short' });

/** "Monday 23 November" · "11月23日星期一" */
export const dateLong = (date: string, language: Language): string =>
  format(date, language, { weekday: 'long', day: 'numeric', month: 'long' });

/** "23 Nov" · "11月23日" */
export const dateShort = (date: string, language: Language): string =>
  format(date, language, { day: 'numeric', month: language === 'en' ? 'short' : 'long' });

/** The name of ISO weekday 1 (Monday) to 7. */
export const weekdayName = (weekday: number, language: Language): string =>
  format(`2026-11-${22 + weekday}`, language, { weekday: language === 'en' ? 'long' : 'short' });
