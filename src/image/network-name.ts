/** `\\\\host\\share`, `//host/share`: opening it makes Windows log in to that computer. */
export const isNetworkName = (name: string): boolean => /^[\\/]{2}/.test(name);
