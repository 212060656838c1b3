/** JSON in the one form of RFC 8785; the rules have it, and the outside needs it for chains and hashes of commands. */
export { canonicalJson } from '#game/shared/canonical-json.ts';
