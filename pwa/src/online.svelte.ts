/** Whether the device believes it has a network. */
let isUp = $state(navigator.onLine);

addEventListener('online', () => (isUp = true));
addEventListener('offline', () => (isUp = false));

/** Reactive. */
export function isOnline(): boolean {
  return isUp;
}
