export function CarriersPage() {
  return null;
}
