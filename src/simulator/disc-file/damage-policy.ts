/** What to do about a damaged saved disc: report it, or read what is left. */
export const DAMAGE_POLICIES = ['refuse', 'read'] as const;
export type DamagePolicy = (typeof DAMAGE_POLICIES)[number];
