/** The form of the preferences, and its small moves. */
import type { Channel, NoticePreferences } from '../../api/types';

export interface Draft {
  channels: Channel[];
  quiet_from: string;
  quiet_to: string;
  isQuiet: boolean;
  zone: string;
  phone: string;
}

/** What the form begins with; the device's own zone where none was chosen. */
export function draftOf(known: NoticePreferences | null, zone = 'UTC'): Draft {
  const isOff = known !== null && known.quiet_from === known.quiet_to;
  return {
    channels: [...(known?.channels ?? [])].filter((channel) => channel !== 'im' || known?.is_chosen === true),
    quiet_from: isOff ? '22:00' : (known?.quiet_from ?? '22:00'),
    quiet_to: isOff ? '08:00' : (known?.quiet_to ?? '08:00'),
    isQuiet: !isOff,
    zone: known?.zone ?? zone,
    phone: known?.phone ?? '',
  };
}

export function withChannel(channels: readonly Channel[], channel: Channel, isWanted: boolean): Channel[] {
  const rest = channels.filter((each) => each !== channel);
  return isWanted ? [...rest, channel] : rest;
}

/** The list with the entry at `at` one step up (-1) or down (1). */
export function move<T>(list: readonly T[], at: number, step: -1 | 1): T[] {
  const moved = [...list];
  const other = at + step;
  const [here, there] = [moved[at], moved[other]];
  if (here === undefined || there === undefined) return moved;
  moved[at] = there;
  moved[other] = here;
  return moved;
}

/** All zones that the browser knows, the device's first; what was chosen is always among them. */
export function zones(own: string, chosen: string): string[] {
  const known = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
  return [...new Set([own, chosen, 'UTC', ...known])];
}
