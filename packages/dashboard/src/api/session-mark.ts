const name = 'signed-in';

/**
 * Whether asking who is signed in is worth a request. The cookie itself cannot be seen from here; this mark is
 * set beside it. Where storage is blocked the server is asked.
 */
export function mayHaveSession(): boolean {
  try {
    return localStorage.getItem(name) !== null;
  } catch {
    return true;
  }
}

export function markSession(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(name, 'yes');
    else localStorage.removeItem(name);
  } catch {
    // Blocked storage: see above.
  }
}
