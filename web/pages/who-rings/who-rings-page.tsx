export function WhoRingsPage() {
  return null;
}
