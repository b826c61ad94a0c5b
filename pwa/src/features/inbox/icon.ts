/** A picture for each family of notices. */
import type { IconName } from '../../ui/icons';

const BY_BEGINNING: readonly [string, IconName][] = [
  ['booking', 'cal'], ['day_', 'cal'], ['minutes_', 'clock'], ['interviewer_', 'cal'], ['not_booked', 'cal'], ['missed', 'undo'],
  ['unfinished', 'hour'], ['answers', 'cloudup'], ['offline', 'cloudup'], ['materials', 'doc'], ['help', 'hand'], ['chat', 'chat'],
  ['campaign', 'send'], ['accommodations', 'hand'], ['identity', 'shield'],
];

export function iconOf(kind: string): IconName {
  return BY_BEGINNING.find(([beginning]) => kind.startsWith(beginning))?.[1] ?? 'mail';
}
