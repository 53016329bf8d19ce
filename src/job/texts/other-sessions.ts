/** A track of a document, and whether the document has texts for it. */
interface TrackWithTexts {
  readonly number: number;
  readonly session: number;
  readonly hasTexts: boolean;
}

/**
 * CD-TEXT is written into the lead-in of the first session only: says which texts are left out.
 * @param tracks of the whole document, in order
 */
export function noteOtherSessions(tracks: readonly TrackWithTexts[], warnings: string[]): void {
  const [first] = tracks;
  const others = tracks.filter(({ session, hasTexts }) => hasTexts && session !== first?.session);
  if (others.length === 0) return;
  const numbers = others.map(({ number }) => number);
  const which = numbers.length === 1 ? `track ${numbers[0]}` : `tracks ${numbers.join(', ')}`;
  warnings.push(
    `the texts of ${which} are left out: CD-TEXT is written for session ${first?.session ?? 1} only, and ${numbers.length === 1 ? 'this track is' : 'these tracks are'} in a later one`,
  );
}
