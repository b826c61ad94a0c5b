/** A few words of one's own voice, recorded in memory and never sent. */

/** Records `durationMs` of the stream; null where the browser cannot record. */
export async function recordSample(stream: MediaStream, durationMs: number, signal: AbortSignal): Promise<Blob | null> {
  if (typeof MediaRecorder === 'undefined') return null;
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise<void>((resolve) => (recorder.onstop = () => resolve()));
  recorder.start();
  const end = (): void => {
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const timer = setTimeout(end, durationMs);
  signal.addEventListener('abort', end, { once: true });
  await stopped;
  clearTimeout(timer);
  signal.removeEventListener('abort', end);
  return signal.aborted ? null : new Blob(parts, { type: recorder.mimeType });
}
