/// <reference lib="webworker" />
/** Service worker: the app's shell and the candidate's own pages work offline; answers are uploaded in the background. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { keepHelp } from './help';
import { takeNotices } from './notices';
import { keepOwnPages } from './own';
import { uploadInBackground } from './uploads';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);

/** Addresses of the server itself; every other navigation is a screen of the app. */
const SERVER = [/^\/api\//, /^\/rtc\//, /^\/ws$/, /^\/schema\//, /^\/healthz$/, /^\/readyz$/, /^\/metrics$/, /^\/uploads/];
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: SERVER }));
keepOwnPages();
keepHelp(self);
uploadInBackground(self);
takeNotices(self);

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});
// The first visit, too, goes through the worker, so that what it shows can be kept.
self.addEventListener('activate', (event: ExtendableEvent) => event.waitUntil(self.clients.claim()));
