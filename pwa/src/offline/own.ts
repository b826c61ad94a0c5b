/** The candidate's own pages without a network: what the server last said of them, kept by the service worker. */

/** Also named in the service worker, which keeps it fresh and throws it away at sign-out. */
export const OWN_CACHE = 'greenroom-own';

export function ownPaths(interviewId: string): string[] {
  const interview = `/api/interviews/${encodeURIComponent(interviewId)}`;
  return ['/api/me', interview, `${interview}/timeline`, `${interview}/booking`, '/api/consent-text'];
}

/** Puts them away now, where the service worker was not there yet when they were fetched. Failing is no harm. */
export async function keepOwnPages(interviewId: string): Promise<void> {
  if (!('caches' in globalThis)) return;
  const cache = await caches.open(OWN_CACHE);
  await Promise.allSettled(
    ownPaths(interviewId).map(async (path) => {
      const response = await fetch(path, { headers: { Accept: 'application/json' }, cache: 'no-store' });
      if (response.ok) await cache.put(path, response);
    }),
  );
}
