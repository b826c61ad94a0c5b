/** How many notices wait unread: one number for the whole page, in step with the person's other devices. */
import { get } from '../../api/client';
import { events } from '../../api/events';
import type { Inbox } from '../../api/types';

let count = $state(0);
let following: string | null = null;
let stop: (() => void) | null = null;

export function unread(): number {
  return count;
}

/** Takes over what the server said; the number also stands on the app's icon where the system shows one. */
export function setUnread(next: number): void {
  count = next;
  const badge = navigator as Navigator & { setAppBadge?: (n: number) => Promise<void>; clearAppBadge?: () => Promise<void> };
  void (next > 0 ? badge.setAppBadge?.(next) : badge.clearAppBadge?.())?.catch(() => undefined);
}

/** Follows the account's notices until somebody else signs in. Safe to call again and again. */
export function followUnread(accountId: string | null): void {
  if (accountId === following) return;
  stop?.();
  stop = null;
  following = accountId;
  count = 0;
  if (accountId === null) return;
  stop = events.subscribe(`account:${accountId}`, {
    onEvent: (event) => {
      if (event.name === 'notices_read') setUnread((event.data as { unread: number }).unread);
      else if (event.name === 'notice') setUnread(count + 1);
    },
    onGone: () => void refresh(accountId),
  });
}

async function refresh(accountId: string): Promise<void> {
  try {
    const page = await get<Inbox>('/api/inbox?limit=1');
    if (accountId === following) setUnread(page.unread);
  } catch {
    // the number stays as it was; the inbox itself says what is wrong
  }
}
