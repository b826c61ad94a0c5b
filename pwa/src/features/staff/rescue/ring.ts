/** The sound of a call: two soft notes every three seconds. Browsers allow it after the first tap on the page. */

const EVERY_MS = 3000;
const NOTES: readonly (readonly [hz: number, at_s: number])[] = [[659.25, 0], [783.99, 0.22]];
const LOUDNESS = 0.14;
const LENGTH_S = 0.5;

export class Ring {
  private context: AudioContext | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly unlock = (): void => void this.context?.resume();

  get isRinging(): boolean {
    return this.timer !== undefined;
  }

  start(): void {
    if (this.isRinging || typeof AudioContext === 'undefined') return;
    this.context ??= new AudioContext();
    addEventListener('pointerdown', this.unlock, { once: true });
    void this.context.resume().catch(() => undefined);
    this.sound();
    this.timer = setInterval(() => this.sound(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    removeEventListener('pointerdown', this.unlock);
  }

  private sound(): void {
    const { context } = this;
    if (context?.state !== 'running') return;
    for (const [hz, at] of NOTES) {
      const tone = new OscillatorNode(context, { type: 'sine', frequency: hz });
      const gain = new GainNode(context, { gain: 0 });
      const begin = context.currentTime + at;
      gain.gain.setValueAtTime(0, begin);
      gain.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.03);
      gain.gain.exponentialRampToValueAtTime(0.001, begin + LENGTH_S);
      tone.connect(gain).connect(context.destination);
      tone.start(begin);
      tone.stop(begin + LENGTH_S);
    }
  }
}
