/** Background sync: sends and uploads what waits after the app was closed. */
import { PERIODIC_TAG, SYNC_TAG } from '../offline/uploads/background';
import { drain } from '../offline/uploads/drain';
import { fetchStack } from '../offline/uploads/fetch-stack';
import { Line } from '../offline/uploads/send';

interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

const line = new Line();

export function uploadInBackground(scope: ServiceWorkerGlobalScope): void {
  scope.addEventListener('sync', (event) => {
    const sync = event as SyncEvent;
    if (sync.tag === SYNC_TAG) sync.waitUntil(upload(scope));
  });
  scope.addEventListener('periodicsync', (event) => {
    const sync = event as SyncEvent;
    // What still does not get through waits for the next time.
    if (sync.tag === PERIODIC_TAG) sync.waitUntil(upload(scope).catch(() => undefined));
  });
}

/** @throws Error when something still waits, so that the browser tries again later */
async function upload(scope: ServiceWorkerGlobalScope): Promise<void> {
  // A page that is looked at uploads by itself, and shows how far it is.
  const pages = await scope.clients.matchAll({ type: 'window' });
  if (pages.some((page) => page.visibilityState === 'visible')) return;
  const round = await drain({ line, signal: new AbortController().signal, httpStack: fetchStack });
  if (round.phase === 'waiting' || round.phase === 'offline') throw new Error(`still ${round.phase}`);
}
