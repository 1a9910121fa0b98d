export function Design(_: { experimentKey: string | undefined }) {
  return null;
}
