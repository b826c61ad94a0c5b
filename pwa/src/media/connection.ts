/**
 * Keeps one publication alive: connects, watches, and makes a new peer connection whenever the old one stalls.
 *
 *   connecting ──201, ICE up──▶ connected ──2.5 s without a byte back, failed, told──▶ reconnecting ─┐
 *        ▲                                                                                            │
 *        └────── at once where it stalled or its node is lost, else with a back-off of 0.3 → 2 s ◀────┘
 *
 * The node answers twice a second with receiver reports, so "no byte came back for 2.5 s" means that nothing arrives
 * there either. ICE's own consent check would take half a minute to say so.
 */

import { preferHardware } from './codecs';
import { iceServersFor } from './ice';
import { LADDER_START, RUNGS, apply, chosen, step, worstOf, type Ladder, type NetworkSample, type RungIndex } from './ladder';
import { Haste } from './lost';
import { read, sampleBetween, type Counters } from './stats';
import { untilUp } from './up';
import { WhipError, publish, type WhipResource } from './whip';

export type ConnectionState = 'connecting' | 'connected' | 'reconnecting' | 'ended';

export interface ConnectionEvents {
  /** `error` says why it has ended, or why the last attempt was refused. */
  onState(state: ConnectionState, error: WhipError | null): void;
  /** After each sample, and when the person has chosen. */
  onLadder?(ladder: Ladder): void;
}

const STALL_MS = 2500;
const LOOK_MS = 500;
/** How far apart the samples are by which the ladder is climbed. */
const SAMPLE_MS = 2000;
const BACKOFF_MS = [300, 600, 1000, 1500, 2000] as const;
/** However long a server asks to be left alone. */
const LONGEST_WAIT_MS = 60_000;

export function backoffMs(attempt: number, retryAfterS: number | null): number {
  const own = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 2000;
  return retryAfterS === null ? own : Math.min(Math.max(own, retryAfterS * 1000), LONGEST_WAIT_MS);
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      globalThis.removeEventListener('online', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish);
    globalThis.addEventListener('online', finish);
  });
}

export class Publication {
  private readonly over = new AbortController();
  private peer: RTCPeerConnection | null = null;
  private resource: WhipResource | null = null;
  /** The server says that this connection's node is gone. */
  private gone = new AbortController();
  private readonly haste = new Haste();
  /** What the node says of the stretch since it last said so. */
  private far: NetworkSample | null = null;
  private isVideoWanted = true;
  private isAnnounced = false;
  /** Resource ids in the order in which the room told of them; the last one is who publishes now. */
  private readonly joined: string[] = [];

  constructor(
    private readonly endpoint: string,
    private stream: MediaStream,
    private readonly events: ConnectionEvents,
    /** Where another publication of the same person has got to, so that a new one does not start from the top. */
    private ladder: Ladder = LADDER_START,
  ) {}

  /** Runs until `close`, or until the server says that the interview is over. Never throws. */
  async run(): Promise<void> {
    let attempt = 0;
    while (!this.over.signal.aborted) {
      this.events.onState(this.isAnnounced ? 'reconnecting' : 'connecting', null);
      let waitMs = backoffMs(attempt++, null);
      let refusal: WhipError | null = null;
      try {
        await this.connect();
        this.isAnnounced = true;
        this.events.onState('connected', null);
        const isStalled = await this.untilLost();
        attempt = isStalled ? 0 : 1;
        if (isStalled) this.haste.begin();
        waitMs = isStalled ? 0 : backoffMs(0, null);
      } catch (error) {
        if (error instanceof WhipError) {
          if (!error.isTransient) {
            this.finish(error);
            return;
          }
          refusal = error;
          waitMs = this.haste.waitMs(error, backoffMs(attempt - 1, error.retryAfterS));
        }
      }
      this.drop();
      if (this.over.signal.aborted) break;
      this.events.onState('reconnecting', refusal);
      await delay(waitMs, this.over.signal);
    }
  }

  /** Leaves the room. Media still on the way is the node's to flush. */
  close(): void {
    const resource = this.resource;
    this.finish(null);
    void resource?.leave();
  }

  /** These lines' node is gone: where one's own is among them it is opened anew at once. */
  lost(resources: readonly string[]): void {
    if (this.resource && resources.includes(this.resource.id)) this.gone.abort();
  }

  /** Swaps devices without a new negotiation. */
  async replaceStream(stream: MediaStream): Promise<void> {
    this.stream = stream;
    for (const kind of ['audio', 'video'] as const) await this.senderOf(kind)?.replaceTrack(this.trackOf(kind));
  }

  /** Whether the camera's picture leaves the phone at all; spoken turns do without. */
  async wantVideo(isWanted: boolean): Promise<void> {
    this.isVideoWanted = isWanted;
    await this.senderOf('video')?.replaceTrack(this.trackOf('video'));
  }

  /** The person's own choice of a rung; 0 leaves it to the line. */
  async choose(best: RungIndex): Promise<void> {
    await this.climbTo(chosen(this.ladder, best));
  }

  /** What the node has seen of the line; the worse of both ends counts at the next sample. */
  heardFromNode(far: NetworkSample): void {
    this.far = far;
  }

  /**
   * The room tells which resource publishes now. One that came after this tab's own is another device of the same
   * person, and the newer device wins: this one ends instead of fighting over the room.
   */
  publisherIs(resourceId: string): void {
    if (!this.joined.includes(resourceId)) this.joined.push(resourceId);
    const own = this.resource ? this.joined.indexOf(this.resource.id) : -1;
    if (own >= 0 && own < this.joined.length - 1) this.finish(new WhipError('elsewhere', 409, null));
  }

  private trackOf(kind: 'audio' | 'video'): MediaStreamTrack | null {
    if (kind === 'audio') return this.stream.getAudioTracks()[0] ?? null;
    return this.isVideoWanted ? (this.stream.getVideoTracks()[0] ?? null) : null;
  }

  private senderOf(kind: 'audio' | 'video'): RTCRtpSender | undefined {
    const at = kind === 'audio' ? 0 : 1;
    return this.peer?.getTransceivers()[at]?.sender;
  }

  private async connect(): Promise<void> {
    const iceServers = await iceServersFor(this.endpoint, this.over.signal);
    const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers });
    this.peer = peer;
    this.gone = new AbortController();
    // Both lines are always offered, so that a camera can come back without a new negotiation.
    peer.addTransceiver(this.trackOf('audio') ?? 'audio', { direction: 'sendonly' });
    const video = peer.addTransceiver(this.trackOf('video') ?? 'video', { direction: 'sendonly' });
    await preferHardware(video);
    this.resource = await publish(peer, this.endpoint, this.over.signal);
    await untilUp(peer, this.gone.signal);
    await apply(video.sender, RUNGS[this.ladder.rung]);
  }

  /**
   * True where nothing came any more or its node is gone, false where the far side ended it: there another device may
   * have taken over.
   */
  private untilLost(): Promise<boolean> {
    const { peer } = this;
    const gone = this.gone.signal;
    if (!peer) return Promise.resolve(false);
    return new Promise((resolve) => {
      let latest: Counters | null = null;
      let rated: Counters | null = null;
      let lastByteMs = performance.now();
      const finish = (isStalled = false): void => {
        clearInterval(timer);
        peer.removeEventListener('connectionstatechange', onState);
        this.over.signal.removeEventListener('abort', onAbort);
        gone.removeEventListener('abort', onGone);
        resolve(isStalled);
      };
      const onAbort = (): void => finish();
      const onGone = (): void => finish(true);
      const onState = (): void => {
        if (peer.connectionState === 'failed' || peer.connectionState === 'closed') finish();
      };
      const look = async (): Promise<void> => {
        const counters = await read(peer);
        if (!latest || counters.bytesReceived > latest.bytesReceived) lastByteMs = counters.atMs;
        latest = counters;
        if (counters.atMs - lastByteMs > STALL_MS) return finish(true);
        if (!rated || counters.atMs - rated.atMs >= SAMPLE_MS - 100) {
          if (rated) await this.adapt(sampleBetween(rated, counters));
          rated = counters;
        }
      };
      const timer = setInterval(() => void look().catch(onAbort), LOOK_MS);
      peer.addEventListener('connectionstatechange', onState);
      this.over.signal.addEventListener('abort', onAbort);
      gone.addEventListener('abort', onGone);
      if (gone.aborted) onGone();
      else onState();
    });
  }

  private async adapt(sample: NetworkSample): Promise<void> {
    const next = step(this.ladder, worstOf(sample, this.far));
    this.far = null;
    await this.climbTo(next);
  }

  private async climbTo(next: Ladder): Promise<void> {
    const hasMoved = next.rung !== this.ladder.rung;
    this.ladder = next;
    const sender = this.senderOf('video');
    if (hasMoved && sender) await apply(sender, RUNGS[next.rung]);
    this.events.onLadder?.(next);
  }

  private drop(): void {
    this.peer?.close();
    this.peer = null;
    this.resource = null;
  }

  private finish(error: WhipError | null): void {
    if (this.over.signal.aborted) return;
    this.over.abort();
    this.drop();
    this.events.onState('ended', error);
  }
}
