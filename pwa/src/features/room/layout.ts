/** How pictures fill their places. Pure. */

/**
 * Cutting the sides off is fine as long as the middle stays, where the face is; above and below less may go, so that
 * an upright picture on a wide stage is shown whole.
 */
export function isCovering(picture: number, place: number): boolean {
  if (!Number.isFinite(picture) || picture <= 0 || !Number.isFinite(place) || place <= 0) return true;
  const lost = 1 - Math.min(picture, place) / Math.max(picture, place);
  return lost <= (picture > place ? 0.66 : 0.45);
}

/** Up to two small pictures lie over the corner of the large one; more stand in a row of their own. */
export const OVER_MAX = 2;
