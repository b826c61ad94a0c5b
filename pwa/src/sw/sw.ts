/// <reference lib="webworker" />
/** Service worker: the app's shell works offline; nothing of the API is ever kept. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);

/** Addresses of the server itself; every other navigation is a screen of the app. */
const SERVER = [/^\/api\//, /^\/rtc\//, /^\/ws$/, /^\/schema\//, /^\/healthz$/, /^\/readyz$/, /^\/metrics$/, /^\/uploads/];
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: SERVER }));

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
