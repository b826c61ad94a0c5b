/** Push on this device: what it can do, and switching it on with the person's own tap. */
import { post } from '../../api/client';

export type PushState = 'unsupported' | 'install-first' | 'denied' | 'off' | 'on';

interface Surroundings {
  hasWorker: boolean;
  hasPush: boolean;
  permission: NotificationPermission | undefined;
  isStandalone: boolean;
  isApple: boolean;
}

/** What may be offered here. iPhones and iPads push to installed apps alone (iOS 16.4 and later). */
export function pushState(world: Surroundings, isSubscribed: boolean): PushState {
  if (world.isApple && !world.isStandalone) return 'install-first';
  if (!world.hasWorker || !world.hasPush || world.permission === undefined) return 'unsupported';
  if (world.permission === 'denied') return 'denied';
  return isSubscribed && world.permission === 'granted' ? 'on' : 'off';
}

export function surroundings(): Surroundings {
  const apple = /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
  return {
    hasWorker: 'serviceWorker' in navigator,
    hasPush: 'PushManager' in globalThis,
    permission: 'Notification' in globalThis ? Notification.permission : undefined,
    isStandalone: matchMedia('(display-mode: standalone)').matches,
    isApple: apple,
  };
}

async function registration(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null;
  return (await navigator.serviceWorker.getRegistration()) ?? null;
}

export async function current(): Promise<PushState> {
  const worker = await registration();
  const known = worker && 'pushManager' in worker ? await worker.pushManager.getSubscription() : null;
  const state = pushState(surroundings(), known !== null);
  return worker === null && state !== 'install-first' ? 'unsupported' : state;
}

/** Asks the person, then the browser, then tells the server. Call it from a tap. */
export async function switchOn(key: string): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return current();
  const worker = await registration();
  if (worker === null) return 'unsupported';
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  const { endpoint, keys } = subscription.toJSON();
  await post('/api/me/push', { endpoint, p256dh: keys?.['p256dh'], auth: keys?.['auth'] });
  return 'on';
}

export async function switchOff(): Promise<PushState> {
  const subscription = await (await registration())?.pushManager.getSubscription();
  if (subscription) {
    await post('/api/me/push/remove', { endpoint: subscription.endpoint });
    await subscription.unsubscribe();
  }
  return current();
}

/** Url-safe base64 without padding, as bytes. */
export function bytes(key: string): Uint8Array<ArrayBuffer> {
  const plain = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
  const out = new Uint8Array(plain.length);
  for (let i = 0; i < plain.length; i += 1) out[i] = plain.charCodeAt(i);
  return out;
}
