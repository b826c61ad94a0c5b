/** The practice question at work: devices, the interviewer's voice, time. No request is made and nothing is recorded. */

import { language, local } from '../../i18n/index.svelte';
import { browserVoice } from '../../media/speak';
import { stayAwake } from '../../media/wake';
import type { Conversation } from '../live/conversation';
import type { Details } from '../live/commands';
import { Devices } from '../live/devices.svelte';
import { NOTHING_YET, can, countWords, hear, leftAlone, receive, speech, type CommandKind, type Live } from '../live/model';
import { after, begin, tick, viewOf, type Practice } from './machine';
import { REASSURANCE, QUESTION } from './text';

const TICK_MS = 250;
const QUIET_LEVEL = 0.3;
const REASSURE_AFTER_MS = 4000;

export class PracticeSession implements Conversation {
  readonly interviewId = 'practice';
  readonly isSending = false;
  readonly devices = new Devices();
  live = $state.raw<Live>(NOTHING_YET);
  nowMs = $state(performance.now());

  private practice: Practice;
  private version = 0;
  private quietSinceMs: number | null = null;
  private readonly voice = browserVoice();
  private readonly stops: (() => void)[] = [];

  constructor(kind: Practice['kind']) {
    this.practice = begin(kind, performance.now());
  }

  async enter(): Promise<void> {
    const ticking = setInterval(() => this.tick(), TICK_MS);
    this.stops.push(() => clearInterval(ticking), stayAwake());
    this.show();
    void this.say();
    await this.devices.open();
  }

  leave(): void {
    this.voice.hush();
    this.devices.close();
    this.stops.forEach((end) => end());
  }

  can(kind: CommandKind): boolean {
    return can(this.live.view, kind);
  }

  act(kind: CommandKind, details: Details = {}): Promise<void> {
    this.voice.hush();
    if (kind === 'repeat') void this.say();
    if (kind === 'think') this.live = leftAlone(this.live);
    this.become(after(this.practice, kind, details, performance.now(), countWords));
    if (kind === 'retake') void this.say();
    return Promise.resolve();
  }

  private become(next: Practice): void {
    if (next === this.practice) return;
    this.practice = next;
    this.quietSinceMs = null;
    this.show();
  }

  private show(): void {
    const nowMs = performance.now();
    this.live = receive(this.live, viewOf(this.practice, nowMs, Date.now(), ++this.version, QUESTION), nowMs);
  }

  private tick(): void {
    this.nowMs = performance.now();
    this.become(tick(this.practice, this.nowMs));
    this.listen();
  }

  /** Quiet for a while: a word of calm, once, as in the interview; the first sound takes it away. */
  private listen(): void {
    if (this.practice.phase !== 'answering' || this.practice.kind === 'text') return;
    const isSpeaking = this.devices.level > QUIET_LEVEL;
    if (isSpeaking !== this.live.isSpeaking) this.live = speech(this.live, isSpeaking);
    if (isSpeaking) this.quietSinceMs = null;
    else this.quietSinceMs ??= this.nowMs;
    const isDue = this.quietSinceMs !== null && this.nowMs - this.quietSinceMs > REASSURE_AFTER_MS;
    if (isDue && !this.live.aside && !this.live.isLeftAlone) {
      this.live = hear(this.live, { id: `practice.${this.version}`, kind: 'reassure', text: REASSURANCE, rate: 1 });
    }
  }

  private say(): Promise<void> {
    return this.voice.say(local(QUESTION), language());
  }
}
