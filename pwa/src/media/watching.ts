/**
 * Watches one other person (WHEP): their picture and sound, for as long as both are in the room.
 *
 *   connecting ──201, ICE up──▶ connected ──nothing from them, the node answers──▶ quiet ──▶ connected
 *        ▲                          │ 3 s without a sign from the node, failed, told that its node is gone
 *        └─ at once, or 0.3 → 2 s ◀─┘          (who is not there yet is asked for again: `absent`)
 *
 * A person who reconnects, or pauses, sends nothing for a while: the line to the node still answers ICE's checks, and
 * is kept. Only when these are away too is the node lost. On a line that loses much the picture is given up and asked
 * for again when the line has been good for a while: sound comes first.
 */

import { backoffMs } from './connection';
import { iceServersFor } from './ice';
import { Haste } from './lost';
import { untilUp } from './up';
import { WhipError, publish, type WhipResource } from './whip';

export type WatchingState = 'connecting' | 'connected' | 'quiet' | 'absent' | 'reconnecting' | 'ended';

export interface WatchingEvents {
  /** `error` says why it has ended, or why the last attempt was refused. */
  onState(state: WatchingState, error: WhipError | null): void;
  /** The stream to show; null when there is none to be had. Its tracks may change later. */
  onStream(stream: MediaStream | null): void;
  /** Loudness of what is played now, 0 to 1, a few times a second. */
  onLevel?(level: number): void;
  /** The picture was given up for the line's sake, or is there again. */
  onPicture?(isShown: boolean): void;
}

/** What one look at the connection says. */
export interface Heard {
  atMs: number;
  bytes: number;
  /** ICE checks that the far side answered. */
  answers: number;
  packets: number;
  lost: number;
  roundTripMs: number | null;
}

const STALL_MS = 3000;
const QUIET_MS = 1500;
const LOOK_MS = 500;
/** How far apart the samples are by which the picture is kept or given up. */
const SAMPLE_MS = 1000;
const LEVEL_MS = 250;
const ABSENT_RETRY_MS = 700;

type Entry = Record<string, unknown> & { type: string };
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

export function heardFrom(report: Iterable<Entry>, atMs: number): Heard {
  const heard: Heard = { atMs, bytes: 0, answers: 0, packets: 0, lost: 0, roundTripMs: null };
  for (const entry of report) {
    if (entry.type === 'inbound-rtp') {
      heard.bytes += number(entry.bytesReceived);
      heard.packets += number(entry.packetsReceived);
      heard.lost += Math.max(0, number(entry.packetsLost));
    } else if (entry.type === 'candidate-pair') {
      heard.answers += number(entry.responsesReceived);
      if (entry.nominated === true && number(entry.currentRoundTripTime) > 0) heard.roundTripMs = number(entry.currentRoundTripTime) * 1000;
    }
  }
  return heard;
}

/** Whether the picture should be shown, decided by what each second lost. Pure. */
export interface Eyes {
  isOpen: boolean;
  bad: number;
  good: number;
  /** Good seconds that opening again needs; doubles with each time that it was too early. */
  patience: number;
}

export const OPEN_EYES: Eyes = { isOpen: true, bad: 0, good: 0, patience: 10 };
const CLOSE_AFTER = 4;
const PATIENCE_MAX = 80;

/** `lossRatio` of the last second, null where nothing came. */
export function look(eyes: Eyes, lossRatio: number | null): Eyes {
  if (lossRatio === null) return eyes;
  if (eyes.isOpen) {
    const bad = lossRatio > 0.12 ? eyes.bad + 1 : Math.max(0, eyes.bad - 1);
    return bad < CLOSE_AFTER ? { ...eyes, bad } : { ...eyes, isOpen: false, bad: 0, good: 0 };
  }
  const good = lossRatio < 0.03 ? eyes.good + 1 : 0;
  if (good < eyes.patience) return { ...eyes, good };
  return { isOpen: true, bad: 0, good: 0, patience: Math.min(PATIENCE_MAX, eyes.patience * 2) };
}

export class Watching {
  private readonly over = new AbortController();
  private peer: RTCPeerConnection | null = null;
  private resource: WhipResource | null = null;
  /** The server says that this connection's node is gone. */
  private gone = new AbortController();
  private readonly haste = new Haste();
  private eyes = OPEN_EYES;
  private isVideoWanted = true;
  private wakeUp: () => void = () => undefined;
  private again: () => void = () => undefined;
  private hasBeenConnected = false;
  private state: WatchingState = 'connecting';

  constructor(
    private readonly endpoint: string,
    private readonly events: WatchingEvents,
  ) {}

  /** Runs until `close`, or until the server says that there is nothing to watch any more. Never throws. */
  async run(): Promise<void> {
    let attempt = 0;
    while (!this.over.signal.aborted) {
      if (this.state !== 'absent') this.tell(this.hasBeenConnected ? 'reconnecting' : 'connecting');
      let waitMs = backoffMs(attempt++, null);
      try {
        await this.connect();
        this.hasBeenConnected = true;
        this.tell('connected');
        const isStalled = await this.untilLost();
        attempt = isStalled ? 0 : 1;
        if (isStalled) this.haste.begin();
        waitMs = isStalled ? 0 : backoffMs(0, null);
      } catch (error) {
        if (error instanceof WhipError) {
          if (error.code === 'nobody_publishes') {
            this.tell('absent');
            waitMs = this.haste.waitMs(error, ABSENT_RETRY_MS);
          } else if (!error.isTransient) return this.finish(error);
          else {
            waitMs = this.haste.waitMs(error, backoffMs(attempt, error.retryAfterS));
            this.tell(this.hasBeenConnected ? 'reconnecting' : 'connecting', error);
          }
        }
      }
      this.drop();
      if (this.over.signal.aborted) break;
      await this.rest(waitMs);
    }
  }

  /** Stops watching. */
  close(): void {
    const { resource } = this;
    this.finish(null);
    void resource?.leave();
  }

  /** These lines' node is gone: where one's own is among them it is opened anew at once. */
  lost(resources: readonly string[]): void {
    if (this.resource && resources.includes(this.resource.id)) this.gone.abort();
  }

  /** Something has changed in the room: asks again at once instead of waiting out the back-off. */
  wake(): void {
    this.wakeUp();
  }

  /** Sound alone from now on, or the picture too. */
  wantVideo(isWanted: boolean): void {
    if (this.isVideoWanted === isWanted) return;
    this.isVideoWanted = isWanted;
    this.again();
  }

  /** For measuring; null between two connections. */
  get connection(): RTCPeerConnection | null {
    return this.peer;
  }

  private get isVideoAsked(): boolean {
    return this.isVideoWanted && this.eyes.isOpen;
  }

  private async connect(): Promise<void> {
    const iceServers = await iceServersFor(this.endpoint, this.over.signal);
    const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers });
    this.peer = peer;
    this.gone = new AbortController();
    const stream = new MediaStream();
    const kinds = this.isVideoAsked ? (['audio', 'video'] as const) : (['audio'] as const);
    for (const kind of kinds) {
      const { receiver } = peer.addTransceiver(kind, { direction: 'recvonly' });
      stream.addTrack(receiver.track);
    }
    this.resource = await publish(peer, this.endpoint, this.over.signal);
    await untilUp(peer, this.gone.signal);
    this.events.onStream(stream);
    this.events.onPicture?.(this.isVideoAsked);
  }

  /** True where no sign of the node came any more, or it is known to be gone. */
  private untilLost(): Promise<boolean> {
    const { peer } = this;
    const gone = this.gone.signal;
    if (!peer) return Promise.resolve(false);
    return new Promise((resolve) => {
      let before: Heard | null = null;
      let rated: Heard | null = null;
      let signMs = performance.now();
      let mediaMs = signMs;
      const finish = (isStalled = false): void => {
        clearInterval(timer);
        clearInterval(levels);
        peer.removeEventListener('connectionstatechange', onState);
        this.over.signal.removeEventListener('abort', onAbort);
        gone.removeEventListener('abort', onGone);
        this.again = () => undefined;
        resolve(isStalled);
      };
      const onAbort = (): void => finish();
      const onGone = (): void => finish(true);
      this.again = onAbort;
      const onState = (): void => {
        if (peer.connectionState === 'failed' || peer.connectionState === 'closed') finish();
      };
      const glance = async (): Promise<void> => {
        const heard = heardFrom(await entriesOf(peer), performance.now());
        if (!before || heard.bytes > before.bytes) mediaMs = signMs = heard.atMs;
        else if (heard.answers > before.answers) signMs = heard.atMs;
        before = heard;
        if (heard.atMs - signMs > STALL_MS) return finish(true);
        this.tell(heard.atMs - mediaMs > QUIET_MS ? 'quiet' : 'connected');
        if (rated && heard.atMs - rated.atMs < SAMPLE_MS - 100) return;
        const wasAsked = this.isVideoAsked;
        if (rated) this.eyes = look(this.eyes, lossBetween(rated, heard));
        rated = heard;
        if (wasAsked !== this.isVideoAsked) finish();
      };
      const timer = setInterval(() => void glance().catch(onAbort), LOOK_MS);
      const levels = setInterval(() => void this.listen(peer), LEVEL_MS);
      peer.addEventListener('connectionstatechange', onState);
      this.over.signal.addEventListener('abort', onAbort);
      gone.addEventListener('abort', onGone);
      if (gone.aborted) onGone();
      else onState();
    });
  }

  private async listen(peer: RTCPeerConnection): Promise<void> {
    if (!this.events.onLevel) return;
    const receiver = peer.getReceivers().find((each) => each.track.kind === 'audio');
    const report = await receiver?.getStats().catch(() => null);
    report?.forEach((entry: Entry) => {
      if (entry.type === 'inbound-rtp') this.events.onLevel?.(number(entry.audioLevel));
    });
  }

  private tell(state: WatchingState, error: WhipError | null = null): void {
    if (state === this.state && !error) return;
    this.state = state;
    this.events.onState(state, error);
  }

  private rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.over.signal.removeEventListener('abort', finish);
        globalThis.removeEventListener('online', finish);
        this.wakeUp = () => undefined;
        resolve();
      };
      const timer = setTimeout(finish, ms);
      this.wakeUp = finish;
      this.over.signal.addEventListener('abort', finish);
      globalThis.addEventListener('online', finish);
    });
  }

  private drop(): void {
    const { resource } = this;
    this.peer?.close();
    this.peer = null;
    this.resource = null;
    // The server need not wait for its silence timer: who is watched should not seem to be seen by nobody twice.
    // A lost node has nothing to end, and the server has more urgent things to do now.
    if (resource && !this.over.signal.aborted && !this.gone.signal.aborted) void resource.leave();
  }

  private finish(error: WhipError | null): void {
    if (this.over.signal.aborted) return;
    this.over.abort();
    this.drop();
    this.events.onStream(null);
    this.tell('ended', error);
  }
}

async function entriesOf(peer: RTCPeerConnection): Promise<Entry[]> {
  const entries: Entry[] = [];
  (await peer.getStats()).forEach((entry: Entry) => entries.push(entry));
  return entries;
}

export function lossBetween(before: Heard, after: Heard): number | null {
  const lost = Math.max(0, after.lost - before.lost);
  const all = after.packets - before.packets + lost;
  return all > 0 ? lost / all : null;
}
