/** Something has changed that uploading depends on. The code that uploads is loaded when it is first needed. */

/** `isStopped`: also end what is under way, e.g. because the person paused. */
export function pokeUploads({ isStopped = false } = {}): void {
  import('./runner').then(
    ({ poke }) => poke(isStopped),
    (reason: unknown) => console.warn('uploads', reason), // a new version of the app is there: the next page has it
  );
}
