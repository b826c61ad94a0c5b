/** Moments on the clocks of any IANA zone, and what people call the zone. */
import type { Language } from '../../i18n/index.svelte';

/** What Chinese people call the places that zones are named after; others go by their country. */
const PLACES: Readonly<Record<string, string>> = {
  'Asia/Shanghai': '上海', 'Asia/Urumqi': '乌鲁木齐', 'Asia/Hong_Kong': '香港', 'Asia/Macau': '澳门', 'Asia/Taipei': '台北',
  'Asia/Tokyo': '东京', 'Asia/Seoul': '首尔', 'Asia/Singapore': '新加坡', 'Asia/Kuala_Lumpur': '吉隆坡', 'Asia/Bangkok': '曼谷',
  'Asia/Jakarta': '雅加达', 'Asia/Manila': '马尼拉', 'Asia/Kolkata': '加尔各答', 'Asia/Dubai': '迪拜', 'Asia/Kathmandu': '加德满都',
  'Europe/London': '伦敦', 'Europe/Paris': '巴黎', 'Europe/Berlin': '柏林', 'Europe/Madrid': '马德里', 'Europe/Rome': '罗马',
  'Europe/Amsterdam': '阿姆斯特丹', 'Europe/Zurich': '苏黎世', 'Europe/Vienna': '维也纳', 'Europe/Stockholm': '斯德哥尔摩',
  'Europe/Moscow': '莫斯科', 'Europe/Istanbul': '伊斯坦布尔', 'Africa/Cairo': '开罗', 'Africa/Johannesburg': '约翰内斯堡',
  'America/New_York': '纽约', 'America/Chicago': '芝加哥', 'America/Denver': '丹佛', 'America/Los_Angeles': '洛杉矶',
  'America/Toronto': '多伦多', 'America/Vancouver': '温哥华', 'America/Sao_Paulo': '圣保罗', 'America/Mexico_City': '墨西哥城',
  'Australia/Sydney': '悉尼', 'Australia/Melbourne': '墨尔本', 'Pacific/Auckland': '奥克兰', UTC: '世界时',
};

/** "Berlin" · "柏林" */
export function placeOf(zone: string, language: Language): string {
  if (language === 'zh-CN') return PLACES[zone] ?? generic(zone);
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

function generic(zone: string): string {
  const parts = new Intl.DateTimeFormat('zh-CN', { timeZone: zone, timeZoneName: 'shortGeneric' }).formatToParts();
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows in `zone` at an instant. */
export function wall(at: Date | string, zone: string): Wall {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  const p = Object.fromEntries(format.formatToParts(new Date(at)).map((part) => [part.type, Number(part.value)]));
  return { year: p['year'] ?? 0, month: p['month'] ?? 0, day: p['day'] ?? 0, hour: p['hour'] ?? 0, minute: p['minute'] ?? 0 };
}

/** "09:30" */
export function clockIn(at: Date | string, zone: string): string {
  const { hour, minute } = wall(at, zone);
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** "2026-11-27": the date that calendars show there. */
export function dateIn(at: Date | string, zone: string): string {
  const { year, month, day } = wall(at, zone);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** How many minutes the clocks of `zone` are ahead of UTC. */
export function offsetMin(at: Date | string, zone: string): number {
  const { year, month, day, hour, minute } = wall(at, zone);
  const instant = new Date(at);
  return Math.round((Date.UTC(year, month - 1, day, hour, minute) - Math.floor(instant.getTime() / 60_000) * 60_000) / 60_000);
}

/** How many minutes `other` is ahead of `zone`; negative: behind. */
export function aheadMin(at: Date | string, zone: string, other: string): number {
  return offsetMin(at, other) - offsetMin(at, zone);
}

/** "Fri 27 November", "Friday 27 November" · "11月27日周五": the day of an instant on the calendars there. */
export function dayIn(at: Date | string, zone: string, language: Language, weekday: 'short' | 'long' = 'short'): string {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', { weekday, day: 'numeric', month: 'long', timeZone: 'UTC' });
  return format.format(noonOf(dateIn(at, zone))).replace(',', '');
}

/** A date of the form 2026-11-27 as a moment to format, the same in every zone: its noon in UTC. */
export function noonOf(date: string): Date {
  return new Date(`${date}T12:00:00Z`);
}

/** The date `days` later. */
export function later(date: string, days: number): string {
  const moment = noonOf(date);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

/** Every date from `first` to `last`. */
export function datesBetween(first: string, last: string): string[] {
  const dates = [];
  for (let date = first; date <= last; date = later(date, 1)) dates.push(date);
  return dates;
}

/** The instant at which the clock in `zone` shows `time` ("09:30") on `date`; a time that is skipped is moved on. */
export function instantOf(date: string, time: string, zone: string): Date {
  const plain = new Date(`${date}T${time}:00Z`).getTime();
  const guess = plain - offsetMin(new Date(plain), zone) * 60_000;
  return new Date(plain - offsetMin(new Date(guess), zone) * 60_000);
}

/** The device's own zone; some name it by an old name, which the server knows as well. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

const KEY = 'greenroom.zone';

/** The zone that the person chose on this device, else the device's. */
export function chosenZone(): string {
  try {
    return localStorage.getItem(KEY) ?? ownZone();
  } catch {
    return ownZone();
  }
}

export function rememberZone(zone: string): void {
  try {
    if (zone === ownZone()) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, zone);
  } catch {
    // private mode: the choice lives as long as the page
  }
}
