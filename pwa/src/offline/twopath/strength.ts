/** Whether a device can record a picture beside the one that it sends. Pure. */

/** Sound costs 2 % of a core, a picture some 20 %, on top of the one that is sent. */
const CORES_FOR_A_PICTURE = 4;

export interface Machine {
  hardwareConcurrency: number;
  userAgent: string;
  maxTouchPoints: number;
}

/** Apple's phones and tablets tell of fewer cores than they have, and encode in hardware. */
export function carriesAPicture({ hardwareConcurrency, userAgent, maxTouchPoints }: Machine): boolean {
  const isApples = /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1);
  return isApples || hardwareConcurrency >= CORES_FOR_A_PICTURE;
}
