/** Seconds until a moment, as reactive state; goes down to 0 and stays there. */
export class Countdown {
  left = $state(0);
  private timer: ReturnType<typeof setInterval> | undefined;

  /** Starts over with so many seconds. */
  start(seconds: number): void {
    this.stop();
    const end = Date.now() + seconds * 1000;
    const tick = (): void => {
      this.left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      if (this.left === 0) this.stop();
    };
    this.timer = setInterval(tick, 500);
    tick();
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
