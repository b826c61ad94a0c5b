/** A conversation of several people on one clock: where each track is, and how one that drifts is brought back. Pure. */
import type { components } from '../../../api/schema';

type Schemas = components['schemas'];
export type Conversation = Schemas['ReviewConversation'];
export type Track = Conversation['tracks'][number];
export type TrackSegment = Track['segments'][number];

/** Within this the ear and the eye take two tracks for one: nothing is done. */
const IN_STEP_S = 0.025;
/** Beyond this a jump is less of a disturbance than catching up. */
const JUMP_S = 0.35;
/** The drift that is made up within a second, as a share of it; the rate never strays more than `RATE_SPAN`. */
const GAIN = 0.8;
const RATE_SPAN = 0.08;

/** Those that can be played: there is a file, and its place on the common clock is known. */
export function playable(conversation: Conversation): Track[] {
  return conversation.tracks.filter((track) => track.media_url !== null && track.offset_s !== null && (track.duration_s ?? 0) > 0);
}

/** The server's clock at `momentS`, ISO 8601. */
export function clockOf(conversation: Conversation, momentS: number): string {
  return new Date(Date.parse(conversation.began_at) + momentS * 1000).toISOString();
}

/** Seconds from the beginning to the end of the last track. */
export function totalOf(tracks: readonly Track[]): number {
  return Math.max(0, ...tracks.map((track) => inConversation(track, track.duration_s ?? 0)));
}

/** Seconds in the track at `momentS` of the conversation; null before it begins and after it ends. A gap stands still. */
export function inTrack(track: Track, momentS: number): number | null {
  let s = momentS - (track.offset_s ?? 0);
  if (s < 0) return null;
  for (const gap of [...track.gaps].sort((one, other) => one.at_s - other.at_s)) {
    if (s > gap.at_s) s = Math.max(gap.at_s, s - gap.lost_ms / 1000);
  }
  return s <= (track.duration_s ?? 0) ? s : null;
}

/** Whether nothing arrived of the track at `momentS`: it stands still, without sound. */
export function isInGap(track: Track, momentS: number): boolean {
  return track.gaps.some((gap) => {
    const intoS = momentS - inConversation(track, gap.at_s);
    return intoS > 0 && intoS < gap.lost_ms / 1000;
  });
}

/** The moment of the conversation at `s` seconds of the track. */
export function inConversation(track: Track, s: number): number {
  const lostMs = track.gaps.filter((gap) => gap.at_s < s).reduce((sum, gap) => sum + gap.lost_ms, 0);
  return (track.offset_s ?? 0) + s + lostMs / 1000;
}

export interface Correction {
  rate: number;
  /** Whether to jump to where it should be. */
  jumps: boolean;
}

/** What to do with a track that is `driftS` ahead (negative: behind) while all play at `rate`. */
export function correction(driftS: number, rate: number): Correction {
  if (Math.abs(driftS) > JUMP_S) return { rate, jumps: true };
  if (Math.abs(driftS) <= IN_STEP_S) return { rate, jumps: false };
  return { rate: rate * (1 - Math.min(RATE_SPAN, Math.max(-RATE_SPAN, driftS * GAIN))), jumps: false };
}

/** The one clock that all tracks follow. It stands while somebody's picture has to be loaded. */
export class Clock {
  private baseS = 0;
  private since: number | null = null;
  rate = 1;

  /** `nowMs` by any steady clock. */
  at(nowMs: number): number {
    return this.since === null ? this.baseS : this.baseS + ((nowMs - this.since) / 1000) * this.rate;
  }

  get isRunning(): boolean {
    return this.since !== null;
  }

  run(nowMs: number): void {
    this.since ??= nowMs;
  }

  stand(nowMs: number): void {
    this.baseS = this.at(nowMs);
    this.since = null;
  }

  seek(momentS: number, nowMs: number): void {
    this.baseS = momentS;
    if (this.since !== null) this.since = nowMs;
  }

  setRate(rate: number, nowMs: number): void {
    this.seek(this.at(nowMs), nowMs);
    this.rate = rate;
  }
}

export interface Line {
  key: string;
  momentS: number;
  endS: number;
  name: string;
  text: string;
  isAsked: boolean;
  /** A question that was put on the candidate's screen, rather than words that were heard. */
  isPut: boolean;
}

/** What everybody said and what was put to the candidate, in the order of the common clock. */
export function linesOf(tracks: readonly Track[], conversation: Pick<Conversation, 'asked' | 'began_at'> | null = null): Line[] {
  const put = (conversation?.asked ?? []).map((question, at): Line => {
    const momentS = Math.max(0, (Date.parse(question.at) - Date.parse(conversation?.began_at ?? question.at)) / 1000);
    return { key: `put-${at}`, momentS, endS: momentS, name: question.by, text: question.text, isAsked: true, isPut: true };
  });
  const said = tracks
    .filter((track) => track.source === 'camera')
    .flatMap((track) => track.segments.map((segment): Line => ({
      key: `${track.take_id}-${segment.index}`, momentS: inConversation(track, segment.start_s), endS: inConversation(track, segment.end_s),
      name: track.name, text: segment.corrected ?? segment.text, isAsked: track.role !== null, isPut: false,
    })));
  return [...put, ...said].sort((one, other) => one.momentS - other.momentS);
}

/** Who stands large: the one chosen, else a shared screen while there is one, else the candidate. */
export function largeOf(tracks: readonly Track[], chosen: string | null, momentS: number): string | null {
  if (chosen !== null && tracks.some((track) => track.take_id === chosen)) return chosen;
  const screen = tracks.find((track) => track.source === 'screen' && inTrack(track, momentS) !== null);
  return (screen ?? tracks.find((track) => track.role === null) ?? tracks[0])?.take_id ?? null;
}
