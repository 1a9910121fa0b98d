/**
 * An IANA zone by the name that the warehouse knows it by, or undefined for what is none. Intl takes more: offsets
 * such as +05:30, the zones of SystemV, and names in any case or of old (`utc`, `PST`), which get their full name.
 */
export function zoneNamed(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name) || /^SystemV\//i.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
