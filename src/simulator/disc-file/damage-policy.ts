/** What to do about a damaged saved disc: report it, or read what is left. */
export const DAMAGE_POLICIES = ['refuse', 'read'] as const;
/** What becomes of a saved disc that is damaged: it is refused, or read as far as it goes. */
export type DamagePolicy = (typeof DAMAGE_POLICIES)[number];
