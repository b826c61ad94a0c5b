/** One player over several files: which answer is on, where in it, and what the media element shall do. */

import { level } from './loudness';
import { locate, neighbour, spansOf, totalS, type Answer, type Span } from './timeline';

export const RATES = [0.75, 1, 1.25, 1.5, 2] as const;

export class Player {
  /** Position in the list of answers. */
  at = $state(0);
  /** Seconds into the answer that is on. */
  offsetS = $state(0);
  isPlaying = $state(false);
  rate = $state<number>(1);
  hasCaptions = $state(true);
  hasFailed = $state(false);

  private element: HTMLMediaElement | null = null;
  private wantsPlay = false;

  constructor(private readonly answers: () => readonly Answer[]) {}

  get spans(): Span[] {
    return spansOf(this.answers());
  }

  get totalS(): number {
    return totalS(this.spans);
  }

  get momentS(): number {
    return (this.spans[this.at]?.startS ?? 0) + this.offsetS;
  }

  get answer(): Answer | undefined {
    return this.answers()[this.at];
  }

  /** The element lives as long as its answer is on screen; it starts where the player stands. */
  attach(element: HTMLMediaElement): () => void {
    this.element = element;
    this.hasFailed = false;
    return () => {
      if (this.element === element) this.element = null;
    };
  }

  ready(): void {
    const element = this.element;
    if (!element) return;
    this.hasFailed = false;
    element.playbackRate = this.rate;
    if (Math.abs(element.currentTime - this.offsetS) > 0.05) element.currentTime = this.offsetS;
    if (this.wantsPlay) this.start(element);
  }

  timeChanged(): void {
    if (this.element && !this.element.seeking) this.offsetS = this.element.currentTime;
  }

  ended(): void {
    const next = neighbour(this.spans, this.at, 1);
    if (next === null || !this.spans[next]?.isPlayable) {
      this.wantsPlay = this.isPlaying = false;
      if (next !== null) this.show(next);
    } else {
      this.show(next);
    }
  }

  /** Puts an answer on, from `offsetS`; goes on playing if it was. */
  show(at: number, offsetS = 0): void {
    const isSame = at === this.at;
    this.at = at;
    this.offsetS = offsetS;
    if (isSame && this.element) this.element.currentTime = offsetS;
    if (!this.spans[at]?.isPlayable) this.wantsPlay = this.isPlaying = false;
  }

  seek(momentS: number): void {
    const place = locate(this.spans, momentS);
    if (place) this.show(place.at, place.offsetS);
  }

  jump(bySeconds: number): void {
    this.seek(Math.min(Math.max(0, this.momentS + bySeconds), this.totalS));
  }

  /** Plays from a moment of an answer, e.g. a word of its transcript. */
  playFrom(at: number, offsetS: number): void {
    this.wantsPlay = true;
    this.show(at, offsetS);
    this.play();
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  play(): void {
    this.wantsPlay = true;
    const element = this.element;
    if (element && element.readyState >= 1) this.start(element);
  }

  private start(element: HTMLMediaElement): void {
    void level(element, this.answer?.loudness_lufs).catch(() => undefined);
    void element.play().catch(() => (this.wantsPlay = this.isPlaying = false));
  }

  pause(): void {
    this.wantsPlay = false;
    this.element?.pause();
  }

  setRate(rate: number): void {
    this.rate = rate;
    if (this.element) this.element.playbackRate = rate;
  }

  nextRate(): void {
    const at = RATES.findIndex((rate) => rate === this.rate);
    this.setRate(RATES[(at + 1) % RATES.length] ?? 1);
  }

  /** Keys as in any player. Returns whether the key was one of them. */
  key(key: string): boolean {
    const actions: Record<string, () => void> = {
      ' ': () => this.toggle(),
      k: () => this.toggle(),
      j: () => this.jump(-10),
      l: () => this.jump(10),
      ArrowLeft: () => this.jump(-5),
      ArrowRight: () => this.jump(5),
      c: () => (this.hasCaptions = !this.hasCaptions),
    };
    const question = /^[1-9]$/.test(key) ? Number(key) - 1 : null;
    if (question !== null && question < this.answers().length) this.show(question);
    else if (actions[key]) actions[key]();
    else return false;
    return true;
  }
}
