/**
 * Records an answer into the phone's database, chunk by chunk, before anything else happens to it.
 *
 *   begin ─▶ recording ──stop()──────────────────────────▶ kept
 *                │ ───storage full, device lost──────────▶ kept, `endedBy` says why; what was recorded stays
 *                └ ───app killed─────────────────────────▶ cut (found at the next start; at most the last chunk is gone)
 */
import { append, begin, close, discard, type NewTake } from '../store/takes';
import { holdTake } from './holding';
import { browserCanRecord, formFor } from './mime';

export const CHUNK_MS = 1000;
const KEY_FRAME_MS = 1000;

export type EndedBy = 'storage_full' | 'device_lost' | 'recorder_failed';

export interface RecordingEvents {
  /** After each chunk that is stored: how long and how large the answer is. */
  onGrowth(durationMs: number, bytes: number): void;
  /** The recording has ended by itself; what was recorded is kept. */
  onEnd(reason: EndedBy): void;
}

export interface Bitrates {
  videoBps: number;
  audioBps: number;
}

const ANSWER: Bitrates = { videoBps: 700_000, audioBps: 48_000 };

export class UnableToRecord extends Error {
  override readonly name = 'UnableToRecord';
}

export class Recording {
  private readonly release: () => void;
  private storing: Promise<void> = Promise.resolve();
  private ended: EndedBy | null = null;
  private storedMs = 0;
  private bytes = 0;
  private stopped: Promise<void>;

  private constructor(
    readonly takeId: string,
    private readonly begunMs: number,
    private readonly recorder: MediaRecorder,
    private readonly events: RecordingEvents,
    release: () => void,
  ) {
    this.release = release;
    this.stopped = new Promise((resolve) => recorder.addEventListener('stop', () => resolve(), { once: true }));
    recorder.addEventListener('dataavailable', (event) => this.receive(event.data));
    recorder.addEventListener('error', () => this.endBy('recorder_failed'));
    for (const track of recorder.stream.getTracks()) track.addEventListener('ended', () => this.endBy('device_lost'));
  }

  /**
   * Starts to record `stream` as `take`; resolves once the phone holds the take's entry.
   * @throws UnableToRecord where the browser knows no form; DOMException QuotaExceededError where nothing fits
   */
  static async start(
    take: Omit<NewTake, 'mime'> & { kind: 'voice' | 'video' },
    stream: MediaStream,
    events: RecordingEvents,
    rates: Bitrates = ANSWER,
  ): Promise<Recording> {
    const form = formFor(take.kind, browserCanRecord);
    if (!form) throw new UnableToRecord('no form');
    const options: MediaRecorderOptions & { videoKeyFrameIntervalDuration?: number } = {
      mimeType: form.mime,
      audioBitsPerSecond: rates.audioBps,
      ...(take.kind === 'video' ? { videoBitsPerSecond: rates.videoBps } : {}),
      ...(form.needsKeyFrames ? { videoKeyFrameIntervalDuration: KEY_FRAME_MS } : {}),
    };
    const tracks = take.kind === 'video' ? stream.getTracks() : stream.getAudioTracks();
    let recorder: MediaRecorder;
    try {
      recorder = new MediaRecorder(new MediaStream(tracks), options);
    } catch {
      throw new UnableToRecord('refused');
    }
    const release = await holdTake(take.id);
    try {
      await begin({ ...take, mime: recorder.mimeType || form.mime });
      const recording = new Recording(take.id, take.began.steadyMs, recorder, events, release);
      recorder.start(CHUNK_MS);
      return recording;
    } catch (error) {
      release();
      await discard(take.id).catch(() => undefined);
      throw error;
    }
  }

  /** Ends the recording; resolves when its last chunk is stored. */
  async stop(): Promise<void> {
    if (this.recorder.state !== 'inactive') this.recorder.stop();
    await this.stopped;
    await this.storing;
    await close(this.takeId, 'kept', this.ended);
    this.release();
  }

  private receive(data: Blob): void {
    const endMs = Math.round(performance.now() - this.begunMs);
    if (data.size === 0 || this.ended === 'storage_full') return;
    this.storing = this.storing.then(() => this.store(data, endMs));
  }

  private async store(data: Blob, endMs: number): Promise<void> {
    if (this.ended === 'storage_full') return;
    try {
      await append(this.takeId, await data.arrayBuffer(), this.storedMs, endMs);
    } catch {
      // A full phone is the usual reason; whatever it is, an answer with a hole in it must not go on growing.
      this.endBy('storage_full');
      return;
    }
    this.storedMs = endMs;
    this.bytes += data.size;
    this.events.onGrowth(endMs, this.bytes);
  }

  private endBy(reason: EndedBy): void {
    if (this.ended !== null) return;
    this.ended = reason;
    // Where even the last note does not fit, the recording is found again at the next start.
    void this.stop().catch(() => undefined).finally(() => this.events.onEnd(reason));
  }
}
