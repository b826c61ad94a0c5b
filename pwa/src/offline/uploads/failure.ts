/** Why a file could not be sent: passing (try again from where it stopped) or for good. */
import { DetailedError } from 'tus-js-client';

export class SendFailure extends Error {
  override readonly name = 'SendFailure';
  constructor(
    /** The problem document's code, or `interrupted` where there was no answer. */
    readonly code: string,
    readonly status: number,
    readonly retryAfterS: number | null = null,
    /** Further members of the problem document. */
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code} (${status})`);
  }

  /** Another try can help. 409: the offset, asked for again · 423: another request still writes · 460: damaged on the way. */
  get isPassing(): boolean {
    if (this.code === 'upload_known') return false;
    return this.status === 0 || this.status >= 500 || [408, 409, 423, 429, 460].includes(this.status);
  }
}

export function failureFrom(error: unknown): SendFailure {
  if (error instanceof SendFailure) return error;
  if (!(error instanceof DetailedError)) return new SendFailure('interrupted', 0);
  if (error.causingError instanceof SendFailure) return error.causingError;
  const response = error.originalResponse;
  return response ? failureOf(response.getStatus(), response.getBody(), response.getHeader('Retry-After')) : new SendFailure('interrupted', 0);
}

export function failureOf(status: number, body: string, retryAfter: string | undefined): SendFailure {
  let document: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null) document = parsed as Record<string, unknown>;
  } catch {
    // a proxy's page, or nothing: the status must do
  }
  const code = typeof document['code'] === 'string' ? document['code'] : `http_${status}`;
  const seconds = Number(retryAfter);
  return new SendFailure(code, status, retryAfter && Number.isFinite(seconds) ? seconds : null, document);
}
