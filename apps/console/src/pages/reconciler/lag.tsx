export function Lag() {
  return null;
}
