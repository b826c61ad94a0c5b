/** The one place that speaks HTTP to the API. */
import { ApiProblem, asProblem, problemFrom } from './problem';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RequestOptions {
  body?: unknown;
  /** Sent as it is, instead of JSON. */
  file?: Blob;
  signal?: AbortSignal | undefined;
  /** Gives up after so many milliseconds; 15 s unless told. */
  timeoutMs?: number;
  headers?: Readonly<Record<string, string>>;
  /** The same request, sent before this script ran; where it got no answer, it is sent again. */
  sent?: Promise<Response> | undefined;
}

/**
 * Sends JSON, reads JSON; the cookie goes along. `T` is the answer's type from the OpenAPI document.
 *
 * Throws `ApiProblem`; an abort by the caller's signal throws `AbortError`.
 */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const limit = AbortSignal.timeout(options.timeoutMs ?? 15_000);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  const headers: Record<string, string> = { ...options.headers, Accept: 'application/json' };
  if (method !== 'GET') headers['X-Greenroom'] = '1';
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  const init: RequestInit = { method, headers, signal, credentials: 'same-origin', cache: 'no-store' };
  if (options.body !== undefined) init.body = JSON.stringify(options.body);
  if (options.file) {
    headers['Content-Type'] = 'application/octet-stream';
    init.body = options.file;
  }
  try {
    const response = await (options.sent?.catch(() => fetch(path, init)) ?? fetch(path, init));
    if (!response.ok) throw await problemFrom(response);
    return (await read(response)) as T;
  } catch (error) {
    // The body may be late or break off as well as the answer.
    if (!(error instanceof ApiProblem) && limit.aborted && !options.signal?.aborted) throw new ApiProblem('unreachable', 0, 'timeout');
    throw asProblem(error);
  }
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiProblem('unreadable', response.status, 'The answer is not JSON.');
  }
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => request<T>('GET', path, { signal });

export const post = <T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> =>
  request<T>('POST', path, { body, signal });

export const put = <T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> =>
  request<T>('PUT', path, { body, signal });

const UPLOAD_WITHIN_MS = 180_000;

/** Sends the bytes of one file. */
export const upload = <T>(path: string, file: Blob, signal?: AbortSignal): Promise<T> =>
  request<T>('POST', path, { file, signal, timeoutMs: UPLOAD_WITHIN_MS });
