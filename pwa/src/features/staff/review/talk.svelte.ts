/** Plays all tracks of a conversation together: one clock leads, each media element follows it. */
import { SvelteSet } from 'svelte/reactivity';
import { RATES } from './player.svelte';
import { Clock, clockOf, correction, inTrack, isInGap, playable, totalOf, type Conversation, type Track } from './talk';

const LOOKS_EVERY_MS = 50;
/** `HTMLMediaElement.HAVE_CURRENT_DATA`: there is a picture and a sound to go on from. */
const READY = 2;

/** What a tile shows: the picture, a voice alone, or why there is neither at this moment. */
export type Look = 'picture' | 'voice' | 'lost' | 'away' | 'unplayable' | 'fileless';

export class Talk {
  momentS = $state(0);
  isPlaying = $state(false);
  isWaiting = $state(false);
  rate = $state<number>(1);
  /** Take of whoever was chosen to stand large; null: as the conversation goes. */
  large = $state<string | null>(null);
  readonly tracks: readonly Track[];
  readonly playable: readonly Track[];
  readonly totalS: number;

  private readonly clock = new Clock();
  private elements: readonly (readonly [Track, HTMLMediaElement])[] = [];
  private readonly failed = new SvelteSet<string>();
  private readonly voices = new SvelteSet<string>();

  constructor(readonly conversation: Conversation) {
    this.tracks = conversation.tracks;
    this.playable = playable(conversation);
    this.totalS = totalOf(this.playable);
  }

  /** The server's clock at the moment that is shown, ISO 8601. */
  get at(): string {
    return clockOf(this.conversation, this.momentS);
  }

  /** The element of a track, for as long as it is on screen. */
  attach(track: Track): (element: HTMLMediaElement) => () => void {
    return (element) => {
      this.elements = [...this.elements, [track, element]];
      element.preservesPitch = true;
      const ready = (): void => {
        if ((element as HTMLVideoElement).videoWidth === 0) this.voices.add(track.take_id);
        const s = inTrack(track, this.momentS);
        if (s !== null) element.currentTime = s;
      };
      element.addEventListener('loadedmetadata', ready, { once: true });
      return () => {
        element.pause();
        this.elements = this.elements.filter(([, each]) => each !== element);
      };
    };
  }

  /** The file of a track cannot be played: the others go on without it. */
  fail(track: Track): void {
    this.failed.add(track.take_id);
  }

  /** Follows the clock until the returned function is called. */
  begin(): () => void {
    const looking = setInterval(() => this.look(performance.now()), LOOKS_EVERY_MS);
    return () => {
      clearInterval(looking);
      this.pause();
    };
  }

  lookOf(track: Track): Look {
    if (!this.playable.includes(track)) return 'fileless';
    if (this.failed.has(track.take_id)) return 'unplayable';
    if (inTrack(track, this.momentS) === null) return 'away';
    if (isInGap(track, this.momentS)) return 'lost';
    return this.voices.has(track.take_id) ? 'voice' : 'picture';
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  play(): void {
    if (this.momentS >= this.totalS) this.seek(0);
    this.isPlaying = true;
    this.look(performance.now());
  }

  pause(): void {
    this.isPlaying = false;
    this.isWaiting = false;
    this.clock.stand(performance.now());
    for (const [, element] of this.elements) element.pause();
  }

  /** Everybody stands until all have got there; then they go on together, if they were playing. */
  seek(momentS: number): void {
    const target = Math.min(Math.max(0, momentS), this.totalS);
    this.clock.stand(performance.now());
    this.clock.seek(target, performance.now());
    this.momentS = target;
    for (const [track, element] of this.able()) {
      element.pause();
      const s = inTrack(track, target);
      if (s !== null) element.currentTime = s;
    }
  }

  nextRate(): void {
    const at = RATES.findIndex((rate) => rate === this.rate);
    this.rate = RATES[(at + 1) % RATES.length] ?? 1;
    this.clock.setRate(this.rate, performance.now());
    for (const [, element] of this.elements) element.playbackRate = this.rate;
  }

  /** Keys as in any player. Returns whether the key was one of them. */
  key(key: string): boolean {
    const by: Record<string, number> = { j: -10, l: 10, ArrowLeft: -5, ArrowRight: 5 };
    if (key === ' ' || key === 'k') this.toggle();
    else if (by[key] !== undefined) this.seek(this.momentS + by[key]);
    else return false;
    return true;
  }

  private able(): (readonly [Track, HTMLMediaElement])[] {
    return this.elements.filter(([track]) => !this.failed.has(track.take_id));
  }

  private look(nowMs: number): void {
    if (!this.isPlaying) return;
    this.momentS = Math.min(this.clock.at(nowMs), this.totalS);
    const able = this.able();
    if (this.momentS >= this.totalS || able.length === 0) return this.pause();
    const now = able.map(([track, element]) => ({ element, s: isInGap(track, this.momentS) ? null : inTrack(track, this.momentS) }));
    this.isWaiting = now.some(({ element, s }) => s !== null && (element.readyState < READY || element.seeking));
    if (this.isWaiting) this.clock.stand(nowMs);
    else this.clock.run(nowMs);
    for (const { element, s } of now) this.follow(element, s);
  }

  private follow(element: HTMLMediaElement, s: number | null): void {
    // A file may end a moment before its stated length.
    if (s === null || this.isWaiting || s >= element.duration) {
      element.pause();
      return;
    }
    const { rate, jumps } = correction(element.currentTime - s, this.rate);
    if (jumps) element.currentTime = s;
    element.playbackRate = rate;
    if (element.paused) void element.play().catch((error: unknown) => this.refused(error));
  }

  /** A pause that overtakes a start is no refusal (`AbortError`). */
  private refused(error: unknown): void {
    if (error instanceof DOMException && error.name === 'NotAllowedError') this.pause();
  }
}
