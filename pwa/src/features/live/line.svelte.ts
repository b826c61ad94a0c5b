/** The way to the media node: one publication after another, how good it is, and what of it the server is told. */

import { Publication, type ConnectionState } from '../../media/connection';
import { AUDIO, LADDER_START, chosen, rungNow, type Ladder, type RungName } from '../../media/ladder';
import { WhipError } from '../../media/whip';

export interface LineEvents {
  /** The line has moved to another rung, or the person has chosen one. */
  onRung(rung: RungName, reason: 'network' | 'chosen'): void;
  onEnded(error: WhipError): void;
}

export class Line {
  connection = $state<ConnectionState>('connecting');
  hasBeenConnected = $state(false);
  /** `performance.now()` since when the line is away; null while it is there. */
  awaySinceMs = $state<number | null>(null);
  ladder = $state.raw<Ladder>(LADDER_START);
  /** The house is full: it was asked for a place in vain, and is asked again. Null where the line itself is away. */
  full = $state.raw<WhipError | null>(null);

  private publication: Publication | null = null;
  private told: string = 'video_high';
  private isVideoWanted = true;

  constructor(private readonly events: LineEvents) {}

  /** The rung at `nowMs`. */
  rung(nowMs: number): RungName {
    return rungNow(this.ladder, this.awaySinceMs === null ? 0 : nowMs - this.awaySinceMs);
  }

  /** What the server was told last, perhaps by another tab. */
  heardRung(rung: string | null | undefined): void {
    this.told = rung ?? 'video_high';
  }

  /** Opens the line for `stream`, or hands the stream to the open one. */
  async carry(room: string, stream: MediaStream): Promise<void> {
    if (this.publication && this.connection !== 'ended') return this.publication.replaceStream(stream);
    this.publication?.close();
    const publication: Publication = new Publication(`/rtc/whip/${encodeURIComponent(room)}`, stream, {
      onState: (state, error) => { if (publication === this.publication) this.changed(state, error); },
      onLadder: (ladder) => { if (publication === this.publication) this.climbed(ladder); },
    }, this.ladder);
    this.publication = publication;
    void publication.wantVideo(this.isVideoWanted);
    void publication.run();
  }

  /** Ends the publication; the far side sees it at once. */
  hangUp(): void {
    this.publication?.close();
    this.publication = null;
    this.connection = 'connecting';
    this.awaySinceMs = null;
    this.hasBeenConnected = false;
    this.full = null;
  }

  publisherIs(resourceId: string): void {
    this.publication?.publisherIs(resourceId);
  }

  lost(resources: readonly string[]): void {
    this.publication?.lost(resources);
  }

  wantVideo(isWanted: boolean): void {
    this.isVideoWanted = isWanted;
    void this.publication?.wantVideo(isWanted);
  }

  /** Sound alone by the person's own choice, or what the line carries. */
  soundOnly(isWanted: boolean): void {
    const best = isWanted ? AUDIO : 0;
    if (this.publication) void this.publication.choose(best);
    else this.ladder = chosen(this.ladder, best);
  }

  /** To be called now and then: a line that stays away becomes the last rung without anything else happening. */
  look(nowMs: number): void {
    this.tell(this.rung(nowMs));
  }

  private changed(state: ConnectionState, error: WhipError | null): void {
    this.connection = state;
    if (state === 'connected') this.hasBeenConnected = true;
    if (state === 'connected' || state === 'ended') this.awaySinceMs = null;
    else this.awaySinceMs ??= performance.now();
    if (error || state === 'connected') this.full = error?.code === 'no_media_node' ? error : null;
    if (state === 'ended' && error) this.events.onEnded(error);
  }

  private climbed(ladder: Ladder): void {
    this.ladder = ladder;
    this.tell(this.rung(performance.now()));
  }

  private tell(rung: RungName): void {
    if (rung === this.told) return;
    this.told = rung;
    this.events.onRung(rung, this.ladder.best > 0 && rung === 'audio' ? 'chosen' : 'network');
  }
}
