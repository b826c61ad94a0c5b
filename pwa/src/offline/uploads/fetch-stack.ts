/** HTTP for tus-js-client by fetch: a service worker has no XMLHttpRequest. */
import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';

class FetchedResponse implements HttpResponse {
  constructor(
    private readonly response: Response,
    private readonly body: string,
  ) {}

  getStatus(): number {
    return this.response.status;
  }

  getHeader(header: string): string | undefined {
    return this.response.headers.get(header) ?? undefined;
  }

  getBody(): string {
    return this.body;
  }

  getUnderlyingObject(): Response {
    return this.response;
  }
}

class FetchRequest implements HttpRequest {
  private readonly headers: Record<string, string> = {};
  private readonly over = new AbortController();

  constructor(
    private readonly method: string,
    private readonly url: string,
  ) {}

  getMethod(): string {
    return this.method;
  }

  getURL(): string {
    return this.url;
  }

  setHeader(header: string, value: string): void {
    this.headers[header] = value;
  }

  getHeader(header: string): string | undefined {
    return this.headers[header];
  }

  setProgressHandler(): void {
    // fetch does not tell how far a body has gone; progress comes with each chunk
  }

  async send(body: BodyInit | null = null): Promise<HttpResponse> {
    const response = await fetch(this.url, {
      method: this.method, headers: this.headers, body, signal: this.over.signal, credentials: 'same-origin', cache: 'no-store',
    });
    return new FetchedResponse(response, await response.text());
  }

  abort(): Promise<void> {
    this.over.abort();
    return Promise.resolve();
  }

  getUnderlyingObject(): null {
    return null;
  }
}

export const fetchStack: HttpStack = {
  createRequest: (method, url) => new FetchRequest(method, url),
  getName: () => 'FetchStack',
};
