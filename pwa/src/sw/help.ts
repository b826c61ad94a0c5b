/** The help centre in flight mode: fetched with the app, kept for everybody, renewed whenever the network is there. */
import { registerRoute } from 'workbox-routing';

const CACHE = 'greenroom.help';
const PATH = '/api/help';

export function keepHelp(scope: ServiceWorkerGlobalScope): void {
  registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname === PATH, ({ request }) => answer(request));
  scope.addEventListener('activate', (event) => event.waitUntil(answer(new Request(PATH)).catch(() => undefined)));
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(PATH, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(PATH);
    if (kept) return kept;
    throw error;
  }
}
