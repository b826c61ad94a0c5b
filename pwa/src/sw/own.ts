/** The candidate's own pages in flight mode: kept as they come, shown where the server cannot be reached. */
import { registerRoute } from 'workbox-routing';
import { OWN_CACHE } from '../offline/own';

const OWN = /^\/api\/(me|consent-text|chat|interviews\/[^/]+(\/(timeline|booking))?)$/;

/** The network first; what it says is kept. Staff's data is never kept, and nothing outlives a sign-out. */
export function keepOwnPages(): void {
  registerRoute(({ url, sameOrigin }) => sameOrigin && OWN.test(url.pathname), ({ request, event }) => answer(request, event));
  registerRoute(
    ({ url, sameOrigin }) => sameOrigin && url.pathname === '/api/sign-out',
    async ({ request }) => {
      await caches.delete(OWN_CACHE);
      return fetch(request);
    },
    'POST',
  );
}

async function answer(request: Request, event: ExtendableEvent): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(OWN_CACHE)).match(new URL(request.url).pathname);
    if (kept) return kept;
    throw error;
  }
  event.waitUntil(keep(new URL(request.url).pathname, response.clone()));
  return response;
}

async function keep(path: string, response: Response): Promise<void> {
  if (response.status === 401) await caches.delete(OWN_CACHE);
  if (!response.ok) return;
  if (path === '/api/me' && !(await isSamePerson(response.clone()))) await caches.delete(OWN_CACHE);
  if (path === '/api/me' && (await read(response.clone()))?.kind !== 'candidate') return;
  await (await caches.open(OWN_CACHE)).put(path, response);
}

interface Person {
  kind?: string;
  id?: string;
}

async function isSamePerson(response: Response): Promise<boolean> {
  const kept = await (await caches.open(OWN_CACHE)).match('/api/me');
  return !kept || (await read(kept))?.id === (await read(response))?.id;
}

async function read(response: Response): Promise<Person | null> {
  return response.json().then((body) => body as Person, () => null);
}
