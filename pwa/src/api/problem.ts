/** What went wrong with a request: an RFC 9457 problem document, or a failure to reach the server at all. */

/** Codes of our own, where there is no document: `offline` (device), `unreachable` (server), `unreadable` (answer). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
    /** Seconds until another try makes sense, where the server said so. */
    readonly retryAfter: number | null = null,
    /** Further members of the document, e.g. `tries_left`. */
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code} (${status})`);
  }

  /** A whole number among the extra members, else null. */
  number(name: string): number | null {
    const value = this.extra[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  }
}

const KNOWN = new Set(['type', 'title', 'status', 'detail', 'code', 'instance']);

/** Reads the problem out of an answer that is not 2xx; any body will do. */
export async function problemFrom(response: Response): Promise<ApiProblem> {
  let document: Record<string, unknown> = {};
  try {
    const body: unknown = await response.json();
    if (typeof body === 'object' && body !== null) document = body as Record<string, unknown>;
  } catch {
    // a proxy's HTML page, or nothing: the status alone must do
  }
  const code = typeof document['code'] === 'string' ? document['code'] : `http_${response.status}`;
  const detail = typeof document['detail'] === 'string' ? document['detail'] : '';
  const extra = Object.fromEntries(Object.entries(document).filter(([name]) => !KNOWN.has(name)));
  return new ApiProblem(code, response.status, detail, retryAfter(response, extra), extra);
}

function retryAfter(response: Response, extra: Record<string, unknown>): number | null {
  const header = Number(response.headers.get('retry-after') ?? Number.NaN);
  if (Number.isFinite(header)) return Math.max(0, header);
  const member = extra['retry_after_s'];
  return typeof member === 'number' ? Math.max(0, member) : null;
}

/** Any thrown thing as a problem; an abort stays an abort and is thrown on. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof DOMException && error.name === 'AbortError') throw error;
  return navigator.onLine
    ? new ApiProblem('unreachable', 0, String(error))
    : new ApiProblem('offline', 0, String(error));
}

/** Whether the same request may well be taken a while later; a network that is away has status 0. */
export function isPassing(problem: { readonly status: number }): boolean {
  return problem.status === 0 || problem.status === 429 || problem.status >= 500;
}
