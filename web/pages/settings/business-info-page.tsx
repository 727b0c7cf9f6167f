export function BusinessInfoPage() {
  return null;
}
