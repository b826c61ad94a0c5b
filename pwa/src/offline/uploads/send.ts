/**
 * Sends one file by tus, from wherever it stopped: one attempt, which ends with the whole file there or a SendFailure.
 * Each PATCH carries the SHA-256 of its piece, and is as large as the line of the moment allows.
 */
import { type HttpStack, Upload, type UploadOptions } from 'tus-js-client';
import { checksumHeader } from './checksum';
import { FIRST_CHUNK_BYTES, afterCut, afterSuccess, smoothedRate } from './chunk-size';
import { SendFailure, failureFrom, failureOf } from './failure';
import type { ChunkSource } from './source';

export const ENDPOINT = '/uploads';
/** A connection over which not a byte moved for so long is dead, whatever the browser thinks. */
const STALL_MS = 30_000;

/** What is known of the line; kept from file to file. */
export class Line {
  chunkBytes = FIRST_CHUNK_BYTES;
  /** Bytes/s; null before the first chunk has arrived. */
  rate: number | null = null;

  went(bytes: number, tookMs: number): void {
    this.chunkBytes = afterSuccess(this.chunkBytes, bytes, tookMs);
    this.rate = smoothedRate(this.rate, bytes, tookMs);
  }

  cut(): void {
    this.chunkBytes = afterCut(this.chunkBytes);
  }
}

export interface Shipment {
  source: ChunkSource;
  metadata: Record<string, string>;
  /** Of an earlier attempt. */
  url: string | null;
  line: Line;
  signal: AbortSignal;
  /** Where it has no XMLHttpRequest. */
  httpStack?: HttpStack | undefined;
  onUrl(url: string): Promise<void>;
  /** `isStored`: the server has acknowledged them; otherwise they are on their way. */
  onProgress(bytes: number, isStored: boolean): void;
}

/** Returns the upload's address. @throws SendFailure; DOMException AbortError by the signal */
export function send(shipment: Shipment): Promise<string> {
  return new Promise((resolve, reject) => {
    const { source, line, signal } = shipment;
    let stall: ReturnType<typeof setTimeout> | undefined;
    let sentAt = performance.now();
    let checksum = '';
    let isOver = false;

    const end = (failure: unknown): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(stall);
      signal.removeEventListener('abort', onAbort);
      if (failure === null) return resolve(upload.url ?? '');
      void upload.abort().catch(() => undefined);
      if (failure instanceof SendFailure && failure.status === 0) line.cut();
      reject(failure as Error);
    };
    const onAbort = (): void => end(new DOMException('Uploading was stopped.', 'AbortError'));
    const moved = (): void => {
      clearTimeout(stall);
      stall = setTimeout(() => end(new SendFailure('interrupted', 0)), STALL_MS);
    };

    const options: UploadOptions = {
      endpoint: new URL(ENDPOINT, location.origin).href,
      uploadUrl: shipment.url,
      uploadSize: source.size,
      metadata: shipment.metadata,
      chunkSize: line.chunkBytes,
      retryDelays: null,
      storeFingerprintForResuming: false,
      headers: { 'X-Greenroom': '1', Accept: 'application/problem+json' },
      ...(shipment.httpStack ? { httpStack: shipment.httpStack } : {}),
      fileReader: {
        openFile: () =>
          Promise.resolve({
            size: source.size,
            slice: async (start: number, to: number) => {
              const { value, done } = await source.slice(start, to);
              checksum = await checksumHeader(value);
              sentAt = performance.now();
              return { value: new Blob([value]), done };
            },
            close: () => source.close(),
          }),
      },
      // Called after the piece was read, just before it leaves.
      onBeforeRequest: (request) => {
        moved();
        if (request.getMethod() === 'PATCH') request.setHeader('Upload-Checksum', checksum);
      },
      onAfterResponse: (request, response) => {
        moved();
        // Anything but "no such upload" must not lead to a second upload of the same file.
        const status = response.getStatus();
        if (request.getMethod() === 'HEAD' && status >= 300 && status !== 404 && status !== 410) {
          throw failureOf(status, response.getBody(), response.getHeader('Retry-After') ?? undefined);
        }
      },
      onUploadUrlAvailable: () => {
        if (upload.url) void shipment.onUrl(upload.url).catch(end);
      },
      onProgress: (bytes) => {
        moved();
        shipment.onProgress(bytes, false);
      },
      onChunkComplete: (size, accepted) => {
        line.went(size, performance.now() - sentAt);
        upload.options.chunkSize = line.chunkBytes;
        shipment.onProgress(accepted, true);
      },
      onError: (error) => end(failureFrom(error)),
      onSuccess: () => end(null),
    };
    // The source is read by the `fileReader` above; what is handed in here is not looked at.
    const upload = new Upload(new Blob(), options);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);
    moved();
    upload.start();
  });
}
