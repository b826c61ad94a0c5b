/** Background sync: the browser wakes the service worker when the network is back, even after the app was closed. */

export const SYNC_TAG = 'greenroom-uploads';
/** Installed apps are woken every so often as well, for what did not get through at the first tries. */
export const PERIODIC_TAG = 'greenroom-uploads-again';
const EVERY_MS = 6 * 3_600_000;

interface Registration extends ServiceWorkerRegistration {
  sync?: { register(tag: string): Promise<void> };
  periodicSync?: { register(tag: string, options: { minInterval: number }): Promise<void> };
}

/** Asks for it where the browser has it; elsewhere uploads go on when the app is opened. */
export function askForSync(): Promise<boolean> {
  return asked(({ sync }) => sync?.register(SYNC_TAG));
}

/** The same for waking again and again; browsers grant it to apps that were installed. */
export function askForPeriodicSync(): Promise<boolean> {
  return asked(({ periodicSync }) => periodicSync?.register(PERIODIC_TAG, { minInterval: EVERY_MS }));
}

async function asked(of: (registration: Registration) => Promise<void> | undefined): Promise<boolean> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  try {
    const registration = await workers?.getRegistration();
    const asking = registration && of(registration);
    await asking;
    return asking !== undefined;
  } catch {
    return false; // not allowed here, or no worker stands yet
  }
}
