/** The server's clock in this browser, ticking once a second. */
export class ServerClock {
  now = $state(Date.now());
  private offset = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  /** Set by a moment that the server has just told. */
  set(told: string): void {
    this.offset = Date.parse(told) - Date.now();
    this.tick();
  }

  run(): () => void {
    this.timer = setInterval(() => this.tick(), 1000);
    return () => clearInterval(this.timer);
  }

  private tick(): void {
    this.now = Date.now() + this.offset;
  }
}
