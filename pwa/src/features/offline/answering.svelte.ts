/** Answering one question of the pack: opening it, recording or writing, looking at it, handing it in. */
import { CaptureError, type CaptureProblem, open as openDevices, stop as stopStream } from '../../media/capture';
import { recall } from '../../media/choice';
import { watchLevel } from '../../media/level';
import { stayAwake } from '../../media/wake';
import { type Reading, read } from '../../offline/clock';
import { type PackedQuestion, type QuestionContent, spokenAs } from '../../offline/contract';
import { type Pack, PackProblem, keptPack, openQuestion } from '../../offline/packs';
import { type EndedBy, Recording, UnableToRecord } from '../../offline/recording/recorder';
import { type Room, room } from '../../offline/quota';
import { startOffline } from '../../offline/start';
import { StoreProblem } from '../../offline/store/open';
import type { Take } from '../../offline/store/schema';
import { amend, discard, take as stored, takes } from '../../offline/store/takes';
import { likelyNow } from '../../offline/time';
import { pokeUploads } from '../../offline/uploads/poke';
import { keepText } from '../../offline/writing';
import type { Trouble } from './desk.svelte';

export type Step = 'loading' | 'closed' | 'ready' | 'recording' | 'writing' | 'review' | 'over';

const TICK_MS = 250;
const ROOM_EVERY_MS = 5_000;

export class Answering {
  step = $state<Step>('loading');
  question = $state.raw<PackedQuestion | null>(null);
  content = $state.raw<QuestionContent | null>(null);
  take = $state.raw<Take | null>(null);
  stream = $state.raw<MediaStream | null>(null);
  levels = $state.raw<number[]>([]);
  nowMs = $state(performance.now());
  storedBytes = $state(0);
  /** How often the limit of this recording was extended. */
  private extensions = $state(0);
  room = $state.raw<Room | null>(null);
  isStarting = $state(false);
  device = $state<CaptureProblem | null>(null);
  trouble = $state<Trouble | 'no_recorder' | 'full' | null>(null);
  endedBy = $state<EndedBy | 'limit' | 'app_closed' | null>(null);

  private pack: Pack | null = null;
  private opened: Reading | null = null;
  private began: Reading | null = null;
  private recording: Recording | null = null;
  private stopDevices: () => void = () => undefined;
  private isGone = false;
  private roomMs = 0;

  constructor(
    private readonly interviewId: string,
    private readonly questionId: string,
  ) {}

  enter(): () => void {
    const ticking = setInterval(() => this.tick(), TICK_MS);
    void this.load();
    return () => {
      this.isGone = true;
      clearInterval(ticking);
      // Leaving in the middle of an answer keeps what was said.
      void this.recording?.stop();
      this.closeDevices();
    };
  }

  get spoken(): 'video' | 'voice' | null {
    return this.question ? spokenAs(this.question.kind) : null;
  }

  get isSpoken(): boolean {
    return this.spoken !== null;
  }

  /** Thinking time that is left, in seconds; 0 when it is over or none was set. */
  get thinkingS(): number {
    const { opened, question } = this;
    if (!opened || !question) return 0;
    const now = read();
    const sinceMs = now.page === opened.page ? this.nowMs - opened.steadyMs : now.ownMs - opened.ownMs;
    return Math.max(0, question.thinking_s - sinceMs / 1000);
  }

  get recordedS(): number {
    return this.began ? (this.nowMs - this.began.steadyMs) / 1000 : 0;
  }

  /** When the recording ends by itself, in seconds of answer. */
  get limitS(): number {
    const { question } = this;
    return question ? question.hard_limit_s + this.extensions * (question.extension_s ?? 0) : 0;
  }

  /** Seconds that are left, once the limit is near. */
  get nearLimitS(): number | null {
    const leftS = this.limitS - this.recordedS;
    return this.step === 'recording' && leftS <= (this.question?.warn_before_s ?? 0) ? Math.max(0, leftS) : null;
  }

  get extensionsLeft(): number {
    return Math.max(0, (this.question?.extensions ?? 0) - this.extensions);
  }

  moreTime(): void {
    if (this.extensionsLeft > 0) this.extensions += 1;
  }

  private async load(): Promise<void> {
    try {
      await startOffline();
      this.pack = await keptPack(this.interviewId);
      this.question = this.pack?.claims.questions.find((each) => each.question_id === this.questionId) ?? null;
      if (!this.pack || !this.question) return void (this.step = 'over');
      const found = (await takes(this.interviewId)).findLast((each) => each.questionId === this.questionId && each.path === 'offline');
      if (found?.state === 'waiting' || found?.state === 'safe' || this.question.answered_at) return void (this.step = 'over');
      this.step = 'closed';
      if (this.pack.stored.opened[this.questionId]) await this.open();
      if (found && (found.state === 'cut' || found.state === 'kept')) this.look(found);
    } catch (error) {
      this.stumble(error);
    }
  }

  /** Opens the question; its thinking time begins. */
  async open(): Promise<void> {
    if (!this.pack || !this.question) return;
    try {
      const { content, opened } = await openQuestion(this.pack, this.question);
      this.content = content;
      this.opened = opened;
      pokeUploads();
      this.step = this.isSpoken ? 'ready' : 'writing';
      if (this.isSpoken) await this.openDevices();
    } catch (error) {
      this.stumble(error);
    }
  }

  private look(take: Take): void {
    this.take = take;
    this.endedBy = take.endedBy as typeof this.endedBy;
    this.step = take.kind === 'text' ? 'writing' : 'review';
    if (this.step === 'review') this.closeDevices();
  }

  async openDevices(): Promise<void> {
    this.closeDevices();
    this.device = null;
    try {
      const stream = await openDevices({ audio: true, video: this.spoken === 'video', ...recall() });
      if (this.isGone || this.step === 'review') return stopStream(stream);
      this.stream = stream;
      const unlevel = watchLevel(stream, (level) => (this.levels = [...this.levels.slice(-40), level]));
      const sleep = stayAwake();
      this.stopDevices = () => {
        unlevel();
        sleep();
        stopStream(stream);
      };
    } catch (error) {
      this.device = error instanceof CaptureError ? error.problem : 'failed';
    }
  }

  private closeDevices(): void {
    this.stopDevices();
    this.stopDevices = () => undefined;
    this.stream = null;
    this.levels = [];
  }

  async start(): Promise<void> {
    const { pack, question, stream } = this;
    if (!pack || !question || !stream || this.recording) return;
    this.isStarting = true;
    this.storedBytes = 0;
    this.extensions = 0;
    this.endedBy = null;
    const began = read();
    try {
      this.recording = await Recording.start(
        {
          id: crypto.randomUUID(), interviewId: this.interviewId, path: 'offline', packId: pack.claims.pack_id,
          questionId: question.question_id, index: question.index, kind: this.spoken ?? 'voice',
          opened: this.opened, began, startedMs: await likelyNow(),
        },
        stream,
        { onGrowth: (_, bytes) => (this.storedBytes = bytes), onEnd: (reason) => void this.ended(reason) },
      );
      this.began = began;
      this.tick();
      this.step = 'recording';
    } catch (error) {
      this.trouble = error instanceof UnableToRecord ? 'no_recorder' : 'full';
    } finally {
      this.isStarting = false;
    }
  }

  /** "I'm done": the last chunk is stored before the answer is shown. */
  async done(reason: 'limit' | null = null): Promise<void> {
    const { recording } = this;
    if (!recording) return;
    this.recording = null;
    await recording.stop();
    await this.show(recording.takeId, reason);
  }

  private async ended(reason: EndedBy): Promise<void> {
    const id = this.recording?.takeId;
    this.recording = null;
    if (id) await this.show(id, reason);
  }

  private async show(takeId: string, reason: typeof this.endedBy): Promise<void> {
    this.began = null;
    const take = await stored(takeId);
    if (this.isGone || !take) return;
    if (take.chunks === 0) {
      await discard(takeId);
      this.trouble = 'full';
      return void (this.step = 'ready');
    }
    this.look(take);
    this.endedBy = reason ?? (take.endedBy as typeof this.endedBy);
  }

  /** Keeps what was typed; every pause of the keys. False: the phone has no room, and it stands on the screen alone. */
  async write(text: string): Promise<boolean> {
    if (!this.pack || !this.question) return false;
    try {
      this.take = await keepText({ pack: this.pack.claims, question: this.question, opened: this.opened, takeId: this.take?.id ?? null, text });
    } catch {
      this.trouble = 'full';
      return false;
    }
    if (this.trouble === 'full') this.trouble = null;
    return true;
  }

  async redo(): Promise<void> {
    if (this.take) await discard(this.take.id);
    this.take = null;
    this.endedBy = null;
    this.step = 'ready';
    await this.openDevices();
  }

  /** From here on it goes to the server by itself. */
  async handIn(): Promise<void> {
    if (!this.take) return;
    await amend(this.take.id, () => ({ state: 'waiting' }));
    pokeUploads();
  }

  private tick(): void {
    this.nowMs = performance.now();
    if (this.isSpoken && this.content && this.nowMs - this.roomMs > ROOM_EVERY_MS) {
      this.roomMs = this.nowMs;
      void room().then((found) => (this.room = found));
    }
    if (this.step === 'recording' && this.question && this.recordedS >= this.limitS) void this.done('limit');
  }

  private stumble(error: unknown): void {
    if (error instanceof PackProblem || error instanceof StoreProblem) this.trouble = error.code;
    else throw error;
  }
}
