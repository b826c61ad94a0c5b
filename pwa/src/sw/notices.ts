/// <reference lib="webworker" />
/** Push messages: shown, told as delivered, and a tap opens the right screen. */

interface Payload {
  tag: string;
  token: string;
  title: string;
  body: string;
  path: string;
  lang: string;
  is_urgent: boolean;
}

const ICON = '/icons/icon-192.png';

/** What came, or null where it is not one of ours. */
function payloadOf(event: PushEvent): Payload | null {
  try {
    const data = event.data?.json() as Partial<Payload> | undefined;
    if (typeof data?.title !== 'string' || typeof data.tag !== 'string' || typeof data.token !== 'string') return null;
    return { body: '', path: '/', lang: 'en', is_urgent: false, ...data } as Payload;
  } catch {
    return null;
  }
}

/** Only screens of this app: a path that begins with one slash. */
function ownPath(path: unknown): string {
  return typeof path === 'string' && /^\/(?!\/)/.test(path) ? path : '/inbox';
}

async function tell(token: string, state: 'delivered' | 'clicked'): Promise<void> {
  try {
    await fetch(`/api/notices/${encodeURIComponent(`${token}.push`)}/seen`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Greenroom': '1' },
      body: JSON.stringify({ state }),
      keepalive: true,
    });
  } catch {
    // without a network nobody is told; the inbox tells when it is opened
  }
}

export function takeNotices(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => {
    const payload = payloadOf(event);
    if (payload === null) return;
    const shown = worker.registration.showNotification(payload.title, {
      body: payload.body,
      tag: payload.tag,
      lang: payload.lang,
      icon: ICON,
      badge: ICON,
      requireInteraction: payload.is_urgent,
      data: { path: payload.path, token: payload.token },
    });
    event.waitUntil(Promise.all([shown, tell(payload.token, 'delivered')]));
  });

  worker.addEventListener('notificationclick', (event) => {
    event.notification.close();
    const { path, token } = (event.notification.data ?? {}) as { path?: unknown; token?: unknown };
    event.waitUntil(open(worker, ownPath(path), typeof token === 'string' ? token : null));
  });

  worker.addEventListener('pushsubscriptionchange', (event) => {
    event.waitUntil(renew(worker, event as PushSubscriptionChangeEvent));
  });
}

interface PushSubscriptionChangeEvent extends ExtendableEvent {
  oldSubscription?: PushSubscription | null;
  newSubscription?: PushSubscription | null;
}

/** A window that is open is shown the screen (unless an interview runs in it); else a new one. */
async function open(worker: ServiceWorkerGlobalScope, path: string, token: string | null): Promise<void> {
  const told = token === null ? Promise.resolve() : tell(token, 'clicked');
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const free = windows.find((each) => !new URL(each.url).pathname.startsWith('/live'));
  free?.postMessage({ type: 'GO', path });
  try {
    const window = free ?? windows[0];
    if (window) await window.focus();
    else await worker.clients.openWindow(path);
  } catch {
    // the system did not let us come to the front; the screen is right when the person looks
  }
  await told;
}

/** The browser gave up its old address: the server learns the new one, or forgets the old. */
async function renew(worker: ServiceWorkerGlobalScope, event: PushSubscriptionChangeEvent): Promise<void> {
  const before = event.oldSubscription ?? null;
  let after = event.newSubscription ?? null;
  if (after === null && before !== null) {
    after = await worker.registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: before.options.applicationServerKey,
    });
  }
  if (after === null) return;
  const { endpoint, keys } = after.toJSON();
  await fetch('/api/me/push', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', 'X-Greenroom': '1' },
    body: JSON.stringify({ endpoint, p256dh: keys?.['p256dh'], auth: keys?.['auth'], replaces: before?.endpoint ?? null }),
  });
}
