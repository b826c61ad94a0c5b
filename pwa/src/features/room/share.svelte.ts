/** Showing one's own screen in the room: the browser's dialogue, a publication of its own, and what the room is told. */

import { CaptureError } from '../../media/capture';
import { Publication } from '../../media/connection';
import { shareScreen } from '../../media/screen';

export class ScreenShare {
  track = $state.raw<MediaStreamTrack | null>(null);
  hasFailed = $state(false);
  private publication: Publication | null = null;

  /** `tell` sets `is_sharing` in the room and answers where to publish; it raises where the room refuses it. */
  constructor(private readonly tell: (isSharing: boolean) => Promise<string | null | undefined>) {}

  /** Asks for a screen and shows it; closing the browser's dialogue changes nothing. */
  async start(): Promise<void> {
    this.hasFailed = false;
    try {
      const track = await shareScreen();
      if (!track) return;
      this.track = track;
      // the browser's own bar ends it too
      track.addEventListener('ended', () => void this.stop());
      const room = await this.tell(true);
      if (!room) throw new Error('no room for a screen');
      if (this.track !== track) return;
      const publication: Publication = new Publication(`/rtc/whip/${encodeURIComponent(room)}`, new MediaStream([track]), {
        onState: (state, error) => { if (state === 'ended' && error && publication === this.publication) void this.stop(); },
      });
      this.publication = publication;
      void publication.run();
    } catch (error) {
      await this.stop();
      this.hasFailed = true;
      if (!(error instanceof CaptureError)) console.warn('screen', error);
    }
  }

  /** On where it is off, off where it is on. */
  turn = (): void => void (this.track ? this.stop() : this.start());

  lost(resources: readonly string[]): void {
    this.publication?.lost(resources);
  }

  async stop(): Promise<void> {
    if (!this.track) return;
    this.track.stop();
    this.track = null;
    this.publication?.close();
    this.publication = null;
    await this.tell(false).catch(() => undefined);
  }
}
