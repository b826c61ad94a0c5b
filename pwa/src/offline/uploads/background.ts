/** Background sync: the browser wakes the service worker when the network is back, even after the app was closed. */

export const SYNC_TAG = 'greenroom-uploads';

interface SyncManager {
  register(tag: string): Promise<void>;
}

/** Asks for it where the browser has it; elsewhere uploads go on when the app is opened. */
export async function askForSync(): Promise<boolean> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const registration = await workers?.getRegistration();
  const sync = (registration as { sync?: SyncManager } | undefined)?.sync;
  if (!sync) return false;
  return sync.register(SYNC_TAG).then(() => true, () => false);
}
